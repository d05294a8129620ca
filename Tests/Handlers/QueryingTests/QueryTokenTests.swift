import JSON
import ReadModel
import TestSupport
import Testing

@Suite struct QueryTokenTests {
  private func world() throws -> (QueryWorld, JSONObject) {
    let world = QueryWorld()
    try world.account("account-1", deposits: 9)
    try world.account("account-2", deposits: 9)
    var question: JSONObject = ["queryType": "getAggregateEvents", "aggregateId": "account-1", "limit": 2]
    question["nextToken"] = try world.ask(question).body["nextToken"]
    return (world, question)
  }

  @Test("every alteration of a token is refused")
  func altered() throws {
    let (world, question) = try world()
    let token = Array(try #require(question["nextToken"]?.string))
    for place in token.indices {
      var altered = token
      altered[place] = token[place] == "A" ? "B" : "A"
      var question = question
      question["nextToken"] = .string(String(altered))
      let (status, body) = try world.ask(question)
      try #require(status == 400)
      #expect(body["field"] == "nextToken")
    }
    for text in [String(token.dropLast()), String(token) + "A", "", "%", "é", String(repeating: "A", count: 20_000)] {
      var question = question
      question["nextToken"] = .string(text)
      #expect(try world.ask(question).status == 400)
    }
  }

  @Test("a position that the question cannot have is refused, whoever made the token")
  func positions() throws {
    let (world, _) = try world()
    var question: JSONObject = [
      "queryType": "getEventsByTimeRange", "startTime": "2024-01-15T10:30:01Z", "endTime": "2024-01-15T10:30:05Z",
    ]
    let bound = JSONValue.object(question)
    let good: JSONObject = [
      "k": "TransactionProcessed", "a": "account-1", "s": 3, "t": "2024-01-15T10:30:02.000000Z",
    ]
    func place(_ changes: JSONObject) -> JSONValue {
      var position = good
      for (name, value) in changes { position[name] = value }
      return .object(position)
    }
    func status(_ place: JSONValue) throws -> Int? {
      question["nextToken"] = .string(PageToken(place: place, question: bound).text)
      return try world.ask(question).status
    }
    #expect(try status([.object(good)]) == 200)
    #expect(try status([]) == 200)
    let bad: [JSONValue] = [
      7, .null, "x", .object(good), [7], [.object(good), .object(good)], [.object(good), .null],
      [place(["t": "2024-01-15T10:30:00.999999Z"])], [place(["t": "2024-01-15T10:30:05.000001Z"])], [place(["t": ""])],
      [place(["k": "AccountFrozen"])], [place(["k": "TransactionProcessed#1"])], [place(["a": ""])],
      [place(["a": .string(String(repeating: "x", count: 2_049))])], [place(["s": "3"])],
      [place(["s": JSONNumber("1e300").map { .number($0) } ?? .null])],
    ]
    for place in bad { #expect(try status(place) == 400, "\(place.text.prefix(200))") }
  }

  @Test("a place that no page can have ended at is refused")
  func places() throws {
    let (world, _) = try world()
    let bound: JSONValue = ["queryType": "getAuditTrail", "accountId": "account-1"]
    var question = bound.object ?? [:]
    for place: JSONValue in [-1, 0, "3", .null, [], 1_000_000_000_000_001] {
      question["nextToken"] = .string(PageToken(place: place, question: bound).text)
      #expect(try world.ask(question).status == 400)
    }
  }

  @Test("a token of another question is refused, with another limit it is not")
  func otherQuestion() throws {
    let (world, question) = try world()
    let changes: [(String, JSONValue, Int)] = [
      ("aggregateId", "account-2", 400), ("fromSequence", 2, 400), ("limit", 3, 200),
      ("queryType", "verifyIntegrity", 400),
    ]
    for (name, value, status) in changes {
      var question = question
      question[name] = value
      #expect(try world.ask(question).status == status, "\(name)")
    }
  }
}
