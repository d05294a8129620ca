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
          of: account.accountID, from: from, through: account.events[58].sequence, limit: 25, consistent: true,
          deadline: nil)
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

  @Test("a view lists the aggregates of an owner page by page, in the order of their names' bytes")
  func views() throws {
    try withTable { readModel in
      let owner = try OwnerKey("customer 1")
      let names = ["ä", "a", "Z", "a#1", "a-1", "\u{1F600}", "b", "e\u{301}", "é"]
      let rows = try names.map { ViewRow(view: "CustomerAccounts", owner: owner, aggregateID: try AggregateID($0)) }
      for row in rows { try put(row, in: readModel) }
      let others = [
        ViewRow(view: "CustomerAccount", owner: owner, aggregateID: try AggregateID("a")),
        ViewRow(view: "CustomerAccounts", owner: try OwnerKey("customer"), aggregateID: try AggregateID("a")),
      ]
      try put(others[0], in: readModel)
      let ordered = rows.map(\.aggregateID).sorted { $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
      for limit in [1, 2, 100] {
        let list = {
          var listed: [AggregateID] = []
          var after: String?
          repeat {
            let page = try readModel.list(
              "CustomerAccounts", of: owner, isRanked: false, after: after, limit: limit, deadline: nil)
            listed += page.rows.map(\.aggregateID)
            after = page.next
          } while after != nil
          return listed
        }
        try EventStoreContract.soon(list, ordered, "pages of \(limit)")
      }
      #expect(try readModel.standing(Set(rows + others), deadline: nil) == Set(rows + others.prefix(1)))
    }
  }

  @Test("summaries of many aggregates come at once, audit items with and without consistency")
  func summaries() throws {
    try withTable { readModel in
      let accounts = try (0..<130).map { try SampleAccount("account-\($0)", events: 2) }
      for account in accounts.dropLast() { try readModel.put([try account.item(.summary, behind: 2)], deadline: nil) }
      for consistent in [true, false] {
        let found = try readModel.summaries(of: accounts.map(\.accountID), consistent: consistent, deadline: nil)
        if consistent { #expect(found.count == 129) }
        for account in accounts.dropLast() {
          guard let summary = found[account.accountID] else { continue }
          #expect(summary == (try account.item(.summary, behind: 2).attributes))
        }
      }
    }
  }

  private func put(_ row: ViewRow, in readModel: DynamoDBReadModel) throws {
    // An item under the owner's key, as a projection writes it.
    let item = ReadModelItem(
      aggregateID: try AggregateID(row.owner.text), projection: .summary,
      content: [ProjectionType.attribute: .string(row.sortKey)], noun: Account.noun)
    #expect(item.attributes == ["AccountId": .string(row.owner.text), "ProjectionType": .string(row.sortKey)])
    try readModel.put([item], deadline: nil)
  }
}
