import AWSCore
import DynamoDB
import Environment
import JSON
import TestSupport

/// A table of its own in the local DynamoDB, with a client for it.
struct LocalTable {
  let name = LocalAWS.uniqueName("dynamodb-tests")
  let client: DynamoDBClient
  private let connection: AWSClient

  init() throws {
    connection = try LocalAWS.client(.dynamoDB)
    client = DynamoDBClient(client: connection)
    _ = try connection.call(
      "CreateTable",
      [
        "TableName": .string(name), "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [
          ["AttributeName": "Id", "AttributeType": "S"], ["AttributeName": "Place", "AttributeType": "N"],
        ],
        "KeySchema": [
          ["AttributeName": "Id", "KeyType": "HASH"], ["AttributeName": "Place", "KeyType": "RANGE"],
        ],
      ],
      deadline: nil)
    var status: String?
    for _ in 0..<100 where status != "ACTIVE" {
      let answer = try connection.call("DescribeTable", ["TableName": .string(name)], deadline: nil)
      status = answer["Table"]?["TableStatus"]?.string
    }
  }

  func remove() {
    _ = try? connection.call("DeleteTable", ["TableName": .string(name)], deadline: nil)
  }

  func key(_ id: String, _ place: Int) -> Item {
    ["Id": .string(id), "Place": .number(place)]
  }

  /// Tokens count for the whole account, whatever the table.
  func token() -> String { SystemRandomness().uuid() }

  func put(_ item: Item, condition: Expression? = nil) throws(DynamoDBError) {
    try client.perform(PutItem(table: name, item: item, condition: condition), deadline: nil)
  }

  func get(_ id: String, _ place: Int) throws(DynamoDBError) -> Item? {
    try client.perform(GetItem(table: name, key: key(id, place), consistent: true), deadline: nil).item
  }

  /// Runs the test with a table, and removes it whatever happens.
  static func with(_ body: (LocalTable) throws -> Void) throws {
    let table = try LocalTable()
    defer { table.remove() }
    try body(table)
  }
}
