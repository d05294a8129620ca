import EventSourcing
import JSON
import TestSupport
import Testing

/// Questions where there are two domains: whose an aggregate is, its log says; and a view that is ordered by time.
@Suite struct TransferQueryTests {
  private let world = QueryWorld()

  init() throws {
    world.hasTransfers = true
    for name in ["a", "b"] { try world.project(try world.account(name, deposits: 2)) }
  }

  private func transfer(_ name: String, from: String = "a", to: String = "b", minute: Int64) throws {
    let requested = NewEvent(
      type: "TransferRequested", version: "1.0",
      data: ["fromAccountId": .string(from), "toAccountId": .string(to), "amount": 5])
    let debited = NewEvent(
      type: "TransferDebited", version: "1.0", data: ["accountId": .string(from), "eventId": "event-1", "sequence": 4])
    try world.projectTransfer(
      try world.append(name, [requested, debited], at: QueryWorld.start.adding(milliseconds: 60_000 * minute)))
  }

  private func listed(_ account: String, limit: Int = 100) throws -> [String] {
    let pages = try world.pages([
      "queryType": "getAccountTransfers", "accountId": .string(account), "limit": .number(JSONNumber(limit)),
    ])
    return pages.flatMap { $0["transfers"]?.array ?? [] }.compactMap { $0["transferId"]?.string }
  }

  @Test("what a transfer is, without a word of the account's own")
  func summary() throws {
    try transfer("t", minute: 0)
    let (status, body) = try world.ask(["queryType": "getTransfer", "transferId": "t"])
    #expect(status == 200)
    #expect(body["Status"] == "Debited")
    #expect(body["FromAccountId"] == "a")
    #expect(body["AccountId"] == nil)
    #expect(try world.ask(["queryType": "getTransfer", "transferId": "a"]).status == 404)
    #expect(try world.ask(["queryType": "getAccountSummary", "accountId": "t"]).status == 404)
    for (member, value) in [("consistent", true), ("minSequence", 1), ("minSequence", 0)] as [(String, JSONValue)] {
      let (status, body) = try world.ask(["queryType": "getAccountSummary", "accountId": "t", member: value])
      #expect(status == 404 && body == ["error": "Account not found"])
      #expect(try world.ask(["queryType": "getTransfer", "transferId": "a", member: value]).status == 404)
    }
  }

  @Test("the member that names an aggregate says whose audit trail is wanted, and null counts as absent")
  func auditTrail() throws {
    try transfer("t", minute: 0)
    for account in [nil, JSONValue.null] {
      var question: JSONObject = ["queryType": "getAuditTrail", "transferId": "t"]
      question["accountId"] = account
      #expect(try world.ask(question).body["TransferId"] == "t")
    }
  }

  @Test("transfers of both sides, newest first, page by page, none twice", arguments: [1, 2, 3, 100], [2, 1_000])
  func newestFirst(limit: Int, pageSize: Int) throws {
    // Two are of one moment: then the names decide.
    for (name, minute) in [("x", 3), ("z", 1), ("y", 1), ("w", 2)] as [(String, Int64)] {
      try transfer(name, minute: minute)
    }
    try transfer("back", from: "b", to: "a", minute: 9)
    try transfer("other", from: "b", to: "c", minute: 8)
    world.transfers.pageSize = pageSize
    #expect(try listed("a", limit: limit) == ["back", "x", "w", "z", "y"])
    #expect(try listed("b", limit: limit) == ["back", "other", "x", "w", "z", "y"])
    #expect(try listed("c", limit: limit) == ["other"])
    #expect(try listed("nobody").isEmpty)
  }

  @Test("a page that is begun does not move when newer transfers come")
  func newcomers() throws {
    for minute in 0..<3 as Range<Int64> { try transfer("t\(minute)", minute: minute) }
    var question: JSONObject = ["queryType": "getAccountTransfers", "accountId": "a", "limit": 2]
    question["nextToken"] = try world.ask(question).body["nextToken"]
    try transfer("new", minute: 7)
    let rest = try world.ask(question).body["transfers"]?.array?.map { $0["transferId"]?.string }
    #expect(rest == ["t0"])
  }

  @Test("a token of another account is refused")
  func tokens() throws {
    for minute in 0..<3 as Range<Int64> { try transfer("t\(minute)", minute: minute) }
    var question: JSONObject = ["queryType": "getAccountTransfers", "accountId": "a", "limit": 2]
    question["nextToken"] = try world.ask(question).body["nextToken"]
    question["accountId"] = "b"
    #expect(try world.ask(question).status == 400)
  }

  @Test("questions that every domain has are answered by the aggregate's own", arguments: [("a", 3), ("t", 2)])
  func owners(_ aggregateID: String, events: Int) throws {
    try transfer("t", minute: 0)
    let integrity = try world.ask(["queryType": "verifyIntegrity", "aggregateId": .string(aggregateID)]).body
    #expect(integrity["valid"] == true)
    #expect(integrity["readModelMatches"] == true)
    #expect(integrity["eventsChecked"] == .number(JSONNumber(events)))
    let state = try world.ask(["queryType": "reconstructState", "aggregateId": .string(aggregateID)]).body
    #expect((state["reconstructedState"]?["balance"] == nil) == (aggregateID == "t"))
    let member = aggregateID == "t" ? "transferId" : "accountId"
    let trail = try world.ask(["queryType": "getAuditTrail", member: .string(aggregateID)]).body
    #expect(trail["Events"]?.array?.count == events)
  }

  @Test("a name that is unknown lists those of all domains; without transfers theirs are unknown")
  func names() throws {
    let unknown: JSONObject = ["queryType": "getNothing"]
    func supported() throws -> [String] {
      try world.ask(unknown).body["supportedQueryTypes"]?.array?.compactMap(\.string) ?? []
    }
    #expect(Set(try supported()).isSuperset(of: ["getTransfer", "getAccountTransfers", "getAccountSummary"]))
    world.hasTransfers = false
    #expect(Set(try supported()).isDisjoint(with: ["getTransfer", "getAccountTransfers"]))
    #expect(try world.ask(["queryType": "getTransfer", "transferId": "t"]).status == 400)
  }
}
