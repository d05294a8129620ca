import DynamoDB
import JSON
import TestSupport
import Testing

@Suite struct OperationTests {
  @Test func getItem() throws {
    var get = GetItem(table: "t", key: ["Id": "a"], consistent: true)
    get.returnsConsumedCapacity = true
    #expect(
      get.input.text
        == #"{"TableName":"t","Key":{"Id":{"S":"a"}},"ConsistentRead":true,"ReturnConsumedCapacity":"TOTAL"}"#)
    let found = try get.output(["Item": ["Id": ["S": "a"]], "ConsumedCapacity": ["CapacityUnits": .number(0.5)]])
    #expect(found.item == ["Id": "a"])
    #expect(found.consumedCapacity == 0.5)
    #expect(try get.output([:]).item == nil)
  }

  @Test func putItemAsksForTheItemInTheWay() {
    let condition = Expression("attribute_not_exists(#id)", names: ["#id": "Id"])
    #expect(
      PutItem(table: "t", item: ["Id": "a"], condition: condition).input == [
        "TableName": "t", "Item": ["Id": ["S": "a"]], "ConditionExpression": "attribute_not_exists(#id)",
        "ExpressionAttributeNames": ["#id": "Id"], "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
      ])
    #expect(PutItem(table: "t", item: ["Id": "a"]).input == ["TableName": "t", "Item": ["Id": ["S": "a"]]])
  }

  @Test func query() throws {
    var query = Query(
      table: "t", index: "i",
      keyCondition: Expression("#t = :t AND At > :from", names: ["#t": "Type"], values: [":t": "x", ":from": 1]))
    query.forward = false
    query.limit = 10
    query.exclusiveStartKey = ["Id": "z"]
    query.consistent = true
    query.returnsConsumedCapacity = true
    #expect(
      query.input == [
        "TableName": "t", "IndexName": "i", "KeyConditionExpression": "#t = :t AND At > :from",
        "ScanIndexForward": false, "Limit": 10, "ExclusiveStartKey": ["Id": ["S": "z"]], "ConsistentRead": true,
        "ReturnConsumedCapacity": "TOTAL",
        "ExpressionAttributeNames": ["#t": "Type"],
        "ExpressionAttributeValues": [":t": ["S": "x"], ":from": ["N": "1"]],
      ])
    let page = try query.output([
      "Items": [["Id": ["S": "a"]], ["Id": ["S": "b"]]], "Count": 2, "LastEvaluatedKey": ["Id": ["S": "b"]],
    ])
    #expect(page.items == [["Id": "a"], ["Id": "b"]])
    #expect(page.lastEvaluatedKey == ["Id": "b"])
    #expect(page.count == 2)
  }

  @Test func plainQueryAsksForNothingMore() {
    let query = Query(table: "t", keyCondition: Expression("Id = :i", values: [":i": "a"]))
    #expect(
      query.input.object?.keys == [
        "TableName", "KeyConditionExpression", "ScanIndexForward", "ExpressionAttributeValues",
      ])
  }

  @Test(
    "answers that the API does not promise",
    arguments: [
      [:], ["Items": [], "Count": "1"], ["Items": [["Id": ["X": "a"]]], "Count": 1], ["Items": [1], "Count": 1],
      ["Items": [], "Count": 0, "LastEvaluatedKey": "x"],
    ] as [JSONValue])
  func badAnswer(json: JSONValue) {
    #expect(throws: AttributeValueError.self) {
      try Query(table: "t", keyCondition: Expression("Id = :i")).output(json)
    }
  }

  @Test func batches() throws {
    let get = BatchGetItem(table: "t", keys: [["Id": "a"], ["Id": "b"]], consistent: true)
    #expect(
      get.input.text
        == #"{"RequestItems":{"t":{"Keys":[{"Id":{"S":"a"}},{"Id":{"S":"b"}}],"ConsistentRead":true}}}"#)
    let read = try get.output([
      "Responses": ["t": [["Id": ["S": "a"]]]], "UnprocessedKeys": ["t": ["Keys": [["Id": ["S": "b"]]]]],
    ])
    #expect(read.items == [["Id": "a"]])
    #expect(read.unprocessedKeys == [["Id": "b"]])
    let write = BatchWriteItem(table: "t", writes: [.put(["Id": "a"]), .delete(key: ["Id": "b"])])
    let requests: JSONValue = [
      "t": [["PutRequest": ["Item": ["Id": ["S": "a"]]]], ["DeleteRequest": ["Key": ["Id": ["S": "b"]]]]]
    ]
    #expect(write.input == ["RequestItems": requests])
    #expect(try write.output(["UnprocessedItems": requests]).unprocessed == write.writes)
    #expect(try write.output([:]).unprocessed.isEmpty)
    #expect(throws: AttributeValueError.self) { try write.output(["UnprocessedItems": ["t": [[:]]]]) }
  }

  @Test func transaction() {
    let condition = Expression("attribute_not_exists(Id)")
    let transaction = TransactWriteItems(
      [
        .put(PutItem(table: "t", item: ["Id": "a"])),
        .put(PutItem(table: "t", item: ["Id": "c"], condition: condition)),
      ], clientRequestToken: "token")
    #expect(
      transaction.input == [
        "ClientRequestToken": "token",
        "TransactItems": [
          ["Put": ["TableName": "t", "Item": ["Id": ["S": "a"]]]],
          [
            "Put": [
              "TableName": "t", "Item": ["Id": ["S": "c"]], "ConditionExpression": "attribute_not_exists(Id)",
              "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
            ]
          ],
        ],
      ])
  }
}

extension JSONValue {
  fileprivate static func number(_ value: Double) -> JSONValue {
    JSONNumber("\(value)").map { .number($0) } ?? .null
  }
}
