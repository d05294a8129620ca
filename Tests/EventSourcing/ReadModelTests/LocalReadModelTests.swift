import AWSCore
import Accounts
import DynamoDB
import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

/// The read model on the local AWS's DynamoDB.
@Suite(.enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
struct LocalReadModelTests {
  private func withTable(_ body: (DynamoDBReadModel) throws -> Void) throws {
    let client = try LocalAWS.client(.dynamoDB)
    let table = LocalAWS.uniqueName("read-model")
    let definition: JSONValue = [
      "TableName": .string(table), "BillingMode": "PAY_PER_REQUEST",
      "KeySchema": [
        ["AttributeName": "AccountId", "KeyType": "HASH"], ["AttributeName": "ProjectionType", "KeyType": "RANGE"],
      ],
      "AttributeDefinitions": [
        ["AttributeName": "AccountId", "AttributeType": "S"],
        ["AttributeName": "ProjectionType", "AttributeType": "S"],
      ],
    ]
    _ = try client.call("CreateTable", definition, deadline: nil)
    defer { _ = try? client.call("DeleteTable", ["TableName": .string(table)], deadline: nil) }
    try body(DynamoDBReadModel(client: DynamoDBClient(client: client), table: table, noun: Account.noun))
  }

  @Test("items come back as they were put")
  func roundTrip() throws {
    try withTable { readModel in
      let account = try SampleAccount(events: 60)
      let summary = try account.item(.summary, behind: 60)
      #expect(try readModel.item(.summary, of: account.accountID, deadline: nil) == nil)
      try readModel.put([summary], deadline: nil)
      #expect(try readModel.item(.summary, of: account.accountID, deadline: nil) == summary.attributes)
      let items = account.events.map { ReadModelItem(auditing: $0, noun: Account.noun) }
      try readModel.put(items, deadline: nil)
      try readModel.put(items, deadline: nil)
      var found: [JSONObject] = []
      var from = account.events[0].sequence
      while true {
        let page = try readModel.auditTrail(
          of: account.accountID, from: from, through: account.events[58].sequence, limit: 25, deadline: nil)
        found += page.items
        guard page.hasMore, let last = page.last else { break }
        from = last.next
      }
      #expect(found == items.prefix(59).map(\.attributes))
    }
  }

  @Test("a summary is replaced only if it is still the one that was read, damaged or not")
  func replaced() throws {
    try withTable { readModel in
      let account = try SampleAccount(events: 3)
      let first = try account.item(.summary, behind: 1)
      let second = try account.item(.summary, behind: 2)
      let third = try account.item(.summary, behind: 3)
      #expect(try readModel.replace(first, ifStill: nil, deadline: nil))
      #expect(try !readModel.replace(second, ifStill: nil, deadline: nil))
      #expect(try readModel.replace(first, ifStill: nil, deadline: nil))
      #expect(try readModel.replace(second, ifStill: first.attributes, deadline: nil))
      #expect(try !readModel.replace(third, ifStill: first.attributes, deadline: nil))
      #expect(try readModel.item(.summary, of: account.accountID, deadline: nil) == second.attributes)

      let damaged = ReadModelItem(
        aggregateID: account.accountID, projection: .summary, content: ["Version": "many", "HeadHash": .null],
        noun: Account.noun)
      try readModel.put([damaged], deadline: nil)
      let read = try #require(try readModel.item(.summary, of: account.accountID, deadline: nil))
      #expect(try readModel.replace(third, ifStill: read, deadline: nil))
      #expect(try !readModel.replace(first, ifStill: read, deadline: nil))
    }
  }

  @Test("removing is done once or twice")
  func removed() throws {
    try withTable { readModel in
      let account = try SampleAccount(events: 1)
      try readModel.put([try account.item(.rebuild, behind: 1)], deadline: nil)
      try readModel.remove(.rebuild, of: account.accountID, deadline: nil)
      try readModel.remove(.rebuild, of: account.accountID, deadline: nil)
      #expect(try readModel.item(.rebuild, of: account.accountID, deadline: nil) == nil)
    }
  }
}
