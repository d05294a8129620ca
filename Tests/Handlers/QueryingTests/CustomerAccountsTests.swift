import Accounts
import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

@Suite struct CustomerAccountsTests {
  private let question: JSONObject = ["queryType": "getCustomerAccounts", "customerId": "customer-1"]

  private func asking(limit: Int) -> JSONObject {
    var question = question
    question["limit"] = .number(JSONNumber(limit))
    return question
  }

  private func world(accounts: [String]) throws -> QueryWorld {
    let world = QueryWorld()
    for name in accounts { try world.project(try world.account(name, deposits: 2)) }
    return world
  }

  @Test("the accounts of a customer, with exact numbers")
  func listed() throws {
    let world = try world(accounts: ["b", "a"])
    let (status, body) = try world.ask(question)
    #expect(status == 200)
    let entries: [JSONValue] = ["a", "b"].map {
      [
        "accountId": $0, "accountType": "checking", "status": "Active",
        "balance": JSONNumber("0.2").map { .number($0) } ?? .null, "version": 3,
      ]
    }
    #expect(body == ["customerId": "customer-1", "accounts": .array(entries), "accountCount": 2])
    #expect(world.readModel.readings.allSatisfy { !$0 })
  }

  @Test("a customer without accounts has an empty list")
  func empty() throws {
    let (status, body) = try QueryWorld().ask(question)
    #expect(status == 200)
    #expect(body == ["customerId": "customer-1", "accounts": [], "accountCount": 0])
  }

  @Test("page by page, in the order of the names' bytes, none twice", arguments: [1, 2, 3, 9, 100], [2, 1_000])
  func pages(limit: Int, pageSize: Int) throws {
    let names = ["ä", "a", "Z", "a#1", "a-1", "\u{1F600}", "b", "e\u{301}"]
    let world = try world(accounts: names)
    world.readModel.pageSize = pageSize
    let pages = try world.pages(asking(limit: limit))
    let listed = pages.flatMap { $0["accounts"]?.array ?? [] }.compactMap { $0["accountId"]?.string }
    #expect(listed.map { Array($0.utf8) } == names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
    #expect(pages.count == (names.count + limit - 1) / limit)
    #expect(pages.allSatisfy { $0["accountCount"]?.number?.int == $0["accounts"]?.array?.count })
  }

  @Test("an account that went to another customer, or has no summary, is left out", arguments: [1, 2, 100])
  func leftOut(limit: Int) throws {
    let world = try world(accounts: ["a", "b", "c", "d", "e"])
    for gone in ["a", "c", "e"] {
      world.readModel.items[try AggregateID(gone)]?["AccountSummary"] = nil
    }
    var state = AccountState()
    state.customerID = "customer-2"
    state.status = .active
    let moved = try AggregateID("e")
    let head = try #require(world.log.logs[moved]?.last?.head)
    world.readModel.items[moved]?["AccountSummary"] =
      ReadModelItem(FoldedCopy<Account>(aggregateID: moved, head: head, state: state), as: .summary).attributes
    let pages = try world.pages(asking(limit: limit))
    let listed = pages.flatMap { $0["accounts"]?.array ?? [] }.compactMap { $0["accountId"]?.string }
    #expect(listed == ["b", "d"])
  }

  @Test("a summary of another fold is listed, one that was altered is said to be unreadable")
  func unreadable() throws {
    let world = try world(accounts: ["a", "b", "c"])
    world.readModel.items[try AggregateID("a")]?["AccountSummary"]?["ProjectionVersion"] = 0
    world.readModel.items[try AggregateID("b")]?["AccountSummary"]?["Balance"] = 1_000_000
    let entries = try world.ask(question).body["accounts"]?.array ?? []
    #expect(entries.map { $0["accountId"]?.string } == ["a", "b", "c"])
    #expect(entries.map { $0["balance"]?.number?.text } == ["0.2", nil, "0.2"])
    #expect(entries.map { $0["error"] != nil } == [false, true, false])
  }

  @Test("the route of the list")
  func route() throws {
    let world = try world(accounts: ["a", "b"])
    let answer = try world.invoke([
      "version": "2.0", "rawPath": "/customers/customer-1/accounts", "rawQueryString": "limit=1",
      "requestContext": [
        "http": ["method": "GET", "path": "/customers/customer-1/accounts"], "domainName": "x.lambda-url.y",
      ],
      "isBase64Encoded": false,
    ])
    let body = try JSONValue(parsing: answer["body"]?.string ?? "")
    #expect(body["accountCount"] == 1)
    #expect(body["nextToken"] != nil)
  }

  @Test("a token of another customer is refused, and one whose place is no name")
  func tokens() throws {
    let world = try world(accounts: ["a", "b"])
    var question = asking(limit: 1)
    question["nextToken"] = try world.ask(question).body["nextToken"]
    #expect(try world.ask(question).status == 200)
    question["customerId"] = "customer-2"
    #expect(try world.ask(question).status == 400)
    question["customerId"] = "customer-1"
    let bound: JSONValue = ["queryType": "getCustomerAccounts", "customerId": "customer-1"]
    for place: JSONValue in [7, "", .null, .string(String(repeating: "x", count: 257)), ["a"]] {
      question["nextToken"] = .string(PageToken(place: place, question: bound).text)
      #expect(try world.ask(question).status == 400)
    }
  }
}
