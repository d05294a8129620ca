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
