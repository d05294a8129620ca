import Accounts
import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

/// Writes of several accounts at once, rows of views, and claims.
@Suite struct ProjectionWriteTests {
  private func row(_ account: SampleAccount, of owner: String) throws -> ViewRow {
    ViewRow(view: "CustomerAccounts", owner: try OwnerKey(owner), aggregateID: account.accountID)
  }

  private static func canceled(_ reasons: [JSONValue]) -> ScriptedTransport.Answer {
    let body: JSONValue = [
      "__type": "x#TransactionCanceledException", "message": "no", "CancellationReasons": .array(reasons),
    ]
    return .response(400, body.text)
  }

  @Test("rows that come and go are in one transaction with the summary")
  func rows() throws {
    let fixture = try ReadModelFixture(.response(200, "{}"))
    let account = try SampleAccount(events: 2)
    let replacement = SummaryReplacement(
      try account.item(.summary, behind: 2), ifStill: nil, adding: [try row(account, of: "customer-2")],
      removing: [try row(account, of: "customer-1")])
    #expect(try fixture.readModel.replace([replacement], deadline: nil)[0].get())
    let actions = try #require(try fixture.requests().first?["TransactItems"]?.array)
    #expect(actions.count == 3)
    #expect(actions[0]["Put"]?["ConditionExpression"] == "attribute_not_exists(#id)")
    let added: JSONValue = ["AccountId": ["S": "customer-2"], "ProjectionType": ["S": "CustomerAccounts#account-1"]]
    #expect(actions[1] == ["Put": ["TableName": "read-model", "Item": added]])
    let removed: JSONValue = ["AccountId": ["S": "customer-1"], "ProjectionType": ["S": "CustomerAccounts#account-1"]]
    #expect(actions[2] == ["Delete": ["TableName": "read-model", "Key": removed]])
  }

  @Test(
    "a transaction that another projector came before is lost, one that finds no room is tried again",
    arguments: [("ConditionalCheckFailed", 1), ("TransactionConflict", 1), ("ThrottlingError", 2)])
  func canceled(_ code: String, _ requests: Int) throws {
    let fixture = try ReadModelFixture(
      Self.canceled([["Code": .string(code)], ["Code": "None"]]), .response(200, "{}"))
    let account = try SampleAccount(events: 1)
    let replacement = SummaryReplacement(
      try account.item(.summary, behind: 1), ifStill: nil, adding: [try row(account, of: "customer-1")])
    #expect(try fixture.readModel.replace([replacement], deadline: nil)[0].get() == (requests == 2))
    #expect(try fixture.requests().count == requests)
  }

  @Test("a transaction whose answer was lost is recognised by what stands in its way")
  func ownTransaction() throws {
    let account = try SampleAccount(events: 1)
    let summary = try account.item(.summary, behind: 1)
    var own: JSONObject = [:]
    for name in SummaryIdentity.attributes {
      if let text = summary.attributes[name]?.string { own[name] = ["S": .string(text)] }
      if let number = summary.attributes[name]?.number { own[name] = ["N": .string(number.text)] }
    }
    let fixture = try ReadModelFixture(
      Self.canceled([["Code": "ConditionalCheckFailed", "Item": .object(own)], ["Code": "None"]]))
    let replacement = SummaryReplacement(summary, ifStill: nil, adding: [try row(account, of: "customer-1")])
    #expect(try fixture.readModel.replace([replacement], deadline: nil)[0].get())
  }

  @Test("more rows than one transaction holds are refused before anything is written")
  func tooManyRows() throws {
    let fixture = try ReadModelFixture(.response(200, "{}"))
    let account = try SampleAccount(events: 1)
    let rows = try Set((0..<100).map { try row(account, of: "customer-\($0)") })
    let replacement = SummaryReplacement(try account.item(.summary, behind: 1), ifStill: nil, adding: rows)
    #expect(throws: ReadModelError.self) { try fixture.readModel.replace([replacement], deadline: nil)[0].get() }
    #expect(try fixture.requests().isEmpty)
  }

  @Test("several accounts' items share batches, and only those whose items were not put fail")
  func shared() throws {
    let accounts = try (1...3).map { try SampleAccount("account-\($0)", events: 10) }
    let groups = accounts.map { account in account.events.map { ReadModelItem(auditing: $0, noun: Account.noun) } }
    let fixture = try ReadModelFixture(
      .response(200, #"{"UnprocessedItems":{}}"#), .response(400, #"{"__type":"x#ValidationException","message":"no"}"#)
    )
    let results = fixture.readModel.put(groups, deadline: nil)
    #expect(try fixture.requests().map { $0["RequestItems"]?["read-model"]?.array?.count } == [25, 5])
    #expect(results.map { (try? $0.get()) != nil } == [true, true, false])
  }

  @Test("a claim is put unless one from the same place or further on stands")
  func claims() throws {
    let now = SampleLog.start
    let account = try SampleAccount(events: 1)
    let claim = ProjectionClaim(
      aggregateID: account.accountID, from: account.events[0].sequence, until: now.adding(milliseconds: 1_000))
    let free = try ReadModelFixture(.response(200, "{}"))
    #expect(try free.readModel.claim([claim], now: now, deadline: nil)[0].get() == .granted)
    let request = try #require(try free.requests().first)
    #expect(
      request["Item"] == [
        "AccountId": ["S": "account-1"], "ProjectionType": ["S": "AccountClaim"], "From": ["N": "1"],
        "Until": ["S": "2024-01-15T10:30:01.000000Z"],
      ])
    #expect(
      request["ConditionExpression"] == "attribute_not_exists(#id) OR #from < :from OR #until < :now")

    let until = now.adding(milliseconds: 400)
    let standing: JSONValue = ["From": ["N": "7"], "Until": ["S": .string(until.rfc3339)]]
    let body: JSONValue = ["__type": "x#ConditionalCheckFailedException", "message": "no", "Item": standing]
    let held = try ReadModelFixture(.response(400, body.text))
    let seven = try #require(SequenceNumber(7))
    #expect(try held.readModel.claim([claim], now: now, deadline: nil)[0].get() == .held(from: seven, until: until))
  }

  @Test("summaries of several accounts come in one request")
  func summaries() throws {
    let item: JSONValue = ["AccountId": ["S": "account-2"], "ProjectionType": ["S": "AccountSummary"]]
    let fixture = try ReadModelFixture(
      .response(200, JSONValue.object(["Responses": ["read-model": [item]], "UnprocessedKeys": [:]]).text))
    let names = try ["account-1", "account-2"].map { try AggregateID($0) }
    let found = try fixture.readModel.summaries(of: names, consistent: false, deadline: nil)
    #expect(found.keys.map(\.text) == ["account-2"])
    #expect(try fixture.requests().count == 1)
  }
}
