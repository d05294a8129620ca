import DynamoDB
import JSON
import TestSupport
import Testing

/// The client against a DynamoDB that answers for real.
@Suite(.enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set")) struct LocalDynamoDBTests {
  private let isNew = Expression("attribute_not_exists(#id)", names: ["#id": "Id"])

  @Test func everyTypeComesBackAsItWas() throws {
    try LocalTable.with { table in
      let number = try #require(CanonicalDecimal("-3.1415926535897932384626433832795028841"))
      var item = table.key("a", 1)
      let content: Item = [
        "Text": "é e\u{301} 💶 \" \\ \u{0} \n", "Empty": "", "Number": .number(number), "Bytes": .binary([0, 255]),
        "No": false, "Nothing": .null, "List": ["x", 1, [], ["deep": [:]]], "Words": .stringSet(["a", "b"]),
        "Numbers": .numberSet([CanonicalDecimal(1), number]), "Blobs": .binarySet([[1], [2, 3]]),
      ]
      for (name, value) in content { item[name] = value }
      try table.put(item)
      #expect(try table.get("a", 1) == item)
      #expect(try table.get("a", 2) == nil)
    }
  }

  @Test func equivalentNamesAreBothKept() throws {
    try LocalTable.with { table in
      var item = table.key("names", 1)
      item["EventData"] = ["caf\u{e9}": 1, "cafe\u{301}": 2]
      try table.put(item)
      #expect(try table.get("names", 1) == item)
      #expect(try table.get("names", 1)?["EventData"]?.map?.count == 2)
    }
  }

  @Test("numbers", .conformance("dynamodb-edge"))
  func numbers() throws {
    let lists = ["accepted_strings", "accepted_magnitudes", "accepted_precision_38", "int64_hazards"]
    try LocalTable.with { table in
      for (place, text) in lists.flatMap(EdgeCases.numbers).enumerated() {
        var item = table.key("number", place)
        item["Value"] = try AttributeValue(wire: ["N": .string(text)])
        try table.put(item)
        #expect(try table.get("number", place) == item, "\(text)")
      }
    }
  }

  @Test func aConditionHandsOverTheItemInTheWay() throws {
    try LocalTable.with { table in
      var first = table.key("a", 1)
      first["EventId"] = "mine"
      try table.put(first, condition: isNew)
      let error = #expect(throws: DynamoDBError.self) { try table.put(table.key("a", 1), condition: isNew) }
      guard case .conditionalCheckFailed(let item) = error?.kind else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(item == first)
      #expect(error?.mayHaveExecuted == false)
    }
  }

  @Test func aTransactionIsAllOrNothing() throws {
    try LocalTable.with { table in
      try table.put(table.key("a", 2))
      let actions = (1...3).map {
        TransactWriteItems.Action.put(PutItem(table: table.name, item: table.key("a", $0), condition: isNew))
      }
      let error = #expect(throws: DynamoDBError.self) {
        try table.client.perform(TransactWriteItems(actions), deadline: nil)
      }
      guard case .transactionCanceled(let reasons) = error?.kind else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(reasons.map(\.code) == [.none, .conditionalCheckFailed, .none])
      #expect(reasons[1].item == table.key("a", 2))
      #expect(try table.get("a", 1) == nil)
      try table.client.perform(
        TransactWriteItems([actions[0], actions[2]], clientRequestToken: table.token()), deadline: nil)
      #expect(try table.get("a", 1) != nil && table.get("a", 3) != nil)
    }
  }

  @Test func aTokenMakesARepetitionHarmless() throws {
    try LocalTable.with { table in
      let put = PutItem(table: table.name, item: table.key("a", 1), condition: isNew)
      let token = table.token()
      let transaction = TransactWriteItems([.put(put)], clientRequestToken: token)
      try table.client.perform(transaction, deadline: nil)
      try table.client.perform(transaction, deadline: nil)
      let other = TransactWriteItems(
        [.put(PutItem(table: table.name, item: table.key("b", 1)))], clientRequestToken: token)
      let error = #expect(throws: DynamoDBError.self) { try table.client.perform(other, deadline: nil) }
      #expect(error.map { "\($0.kind)" } == "idempotentParameterMismatch")
    }
  }

  @Test func queriesArePaged() throws {
    try LocalTable.with { table in
      try table.client.writeAll((1...60).map { .put(table.key("a", $0)) }, table: table.name, deadline: nil)
      var query = Query(
        table: table.name,
        keyCondition: Expression("Id = :id AND Place > :from", values: [":id": "a", ":from": 10]))
      query.limit = 20
      query.consistent = true
      query.returnsConsumedCapacity = true
      var places: [Int?] = []
      var pages = 0
      repeat {
        let page = try table.client.perform(query, deadline: nil)
        #expect(page.count == page.items.count)
        #expect(page.consumedCapacity != nil)
        places += page.items.map { $0["Place"]?.int }
        query.exclusiveStartKey = page.lastEvaluatedKey
        pages += 1
      } while query.exclusiveStartKey != nil && pages < 10
      #expect(places == Array(11...60))
      query.forward = false
      query.limit = 1
      #expect(try table.client.perform(query, deadline: nil).items == [table.key("a", 60)])
    }
  }

  @Test func batchesAndParallelReads() throws {
    try LocalTable.with { table in
      try table.client.writeAll((1...130).map { .put(table.key("a", $0)) }, table: table.name, deadline: nil)
      try table.client.writeAll([.delete(key: table.key("a", 5))], table: table.name, deadline: nil)
      let items = try table.client.getAll(
        (1...130).map { table.key("a", $0) }, table: table.name, consistent: true, deadline: nil)
      #expect(Set(items).count == 129)
      let get = GetItem(table: table.name, key: table.key("a", 5), consistent: true)
      var query = Query(table: table.name, keyCondition: Expression("Id = :id", values: [":id": "a"]))
      query.consistent = true
      let (copy, page) = table.client.performTogether(get, query, deadline: nil)
      #expect(try copy.get().item == nil)
      #expect(try page.get().count == 129)
    }
  }

  @Test func refusalsAreNamed() throws {
    try LocalTable.with { table in
      var large = table.key("a", 1)
      large["Text"] = .string(String(repeating: "x", count: DynamoDBLimits.itemSize))
      let tooLarge = #expect(throws: DynamoDBError.self) { try table.put(large) }
      #expect(tooLarge.map { "\($0.kind)" } == "itemTooLarge")
      let missing = #expect(throws: DynamoDBError.self) {
        try table.client.perform(GetItem(table: "absent", key: table.key("a", 1), consistent: true), deadline: nil)
      }
      guard case .resourceNotFound = missing?.kind else {
        Issue.record("\(String(describing: missing))")
        return
      }
      let noKey = #expect(throws: DynamoDBError.self) { try table.put(["Id": "a"]) }
      guard case .validation = noKey?.kind else {
        Issue.record("\(String(describing: noKey))")
        return
      }
    }
  }
}
