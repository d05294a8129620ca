import Environment
import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

@Suite struct PageTokenTests {
  private let question: JSONValue = ["queryType": "x", "accountId": "é"]

  @Test("a token gives its place back for its question, whatever the order of the question's members")
  func roundTrip() throws {
    let place: JSONValue = ["a": [1, "é", .null], "b": true]
    let token = PageToken(place: place, question: question)
    #expect(try PageToken.place(in: token.text, question: question) == place)
    #expect(try PageToken.place(in: token.text, question: ["accountId": "é", "queryType": "x"]) == place)
    #expect(token.text.utf8.allSatisfy { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "/") })
  }

  @Test("a token for another question is refused, also for a name that only looks the same")
  func otherQuestion() {
    let token = PageToken(place: 7, question: question)
    #expect(throws: PageTokenError.otherQuestion) {
      try PageToken.place(in: token.text, question: ["queryType": "x", "accountId": "e\u{301}"])
    }
  }

  @Test("what is no token is refused", arguments: ["", "A", "AAAA", "AAAAAAAAAAA", "{}", "\u{0}", "ÄÄÄÄ"])
  func malformed(_ text: String) {
    #expect(throws: PageTokenError.malformed) { try PageToken.place(in: text, question: question) }
  }

  @Test("random bytes are refused and never crash")
  func random() {
    let random = SeededRandomness(seed: 4)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    for _ in 0..<2_000 {
      let text = String((0..<random.below(80)).map { _ in alphabet[random.below(alphabet.count)] })
      #expect(throws: PageTokenError.self) { try PageToken.place(in: text, question: question) }
    }
  }

  @Test("a position comes back as it was")
  func position() throws {
    let event = try SampleAccount(events: 3).events[2]
    let position = EventPosition(of: event, in: "AccountCreated#7")
    #expect(EventPosition(json: position.json) == position)
    #expect(EventPosition(json: ["k": "x"]) == nil)
    #expect(EventPosition(json: 7) == nil)
  }
}
