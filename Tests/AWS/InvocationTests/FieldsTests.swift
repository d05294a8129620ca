import Environment
import Invocation
import JSON
import Testing

struct FieldsTests {
  private static func number(_ text: String) -> JSONValue {
    .number(JSONNumber(text) ?? JSONNumber(0))
  }

  private let fields = Fields([
    "text": "é", "empty": "", "control": "a\u{85}b", "nul": "\u{0}", "null": nil, "number": 5, "minus": -1,
    "fraction": Self.number("2.5"), "round": Self.number("2.0e1"),
    "huge": Self.number("1e99"), "flag": true, "object": ["a": 1], "array": [1, 2],
    "instant": "2024-01-15T11:30:00+01:00", "events": [["a": "x"], ["a": 1], 7],
  ])

  @Test func readsTexts() throws {
    #expect(try fields.string("text", bytes: 1...2) == "é")
    #expect(try fields.optionalString("absent") == nil)
    #expect(try fields.optionalString("null") == nil)
    #expect(try fields.optionalString("empty", bytes: 0...2)?.isEmpty == true)
  }

  @Test(arguments: ["absent", "null"])
  func saysWhatIsMissing(name: String) {
    #expect(throws: RequestError("Missing required field: \(name)", field: name)) { try fields.string(name) }
    #expect(throws: RequestError("Missing required field: \(name)", field: name)) { try fields.requiredObject(name) }
  }

  @Test(arguments: ["empty", "control", "nul"])
  func refusesTexts(name: String) {
    let message =
      "Invalid field \(name): must be a string of 1 to 256 bytes of UTF-8 without control characters"
    #expect(throws: RequestError(message, field: name)) { try fields.string(name) }
    #expect(throws: RequestError(message, field: name)) { try fields.optionalString(name) }
  }

  @Test func countsBytesAndNotCharacters() {
    #expect(throws: RequestError.self) { try fields.string("text", bytes: 1...1) }
    let long = Fields(["id": .string(String(repeating: "x", count: 257))])
    #expect(throws: RequestError.self) { try long.string("id") }
  }

  @Test func readsWholeNumbers() throws {
    #expect(try fields.optionalInteger("number") == 5)
    #expect(try fields.optionalInteger("round") == 20)
    #expect(try fields.optionalInteger("absent") == nil)
    #expect(try fields.optionalInteger("null") == nil)
  }

  @Test(arguments: ["minus", "fraction", "huge"])
  func refusesNumbers(name: String) {
    #expect(throws: RequestError("Invalid field \(name): must be a whole number of at least 0", field: name)) {
      try fields.optionalInteger(name)
    }
  }

  @Test func namesRangeAndType() {
    #expect(throws: RequestError("Invalid field number: must be a whole number from 1 to 4", field: "number")) {
      try fields.optionalInteger("number", in: 1...4)
    }
    #expect(
      throws: RequestError("Invalid field text: must be a whole number from 1 to 4, not a string", field: "text")
    ) {
      try fields.optionalInteger("text", in: 1...4)
    }
    #expect(throws: RequestError("Invalid field number: must be true or false, not a number", field: "number")) {
      try fields.optionalBool("number")
    }
    #expect(throws: RequestError("Invalid field array: must be an object, not an array", field: "array")) {
      try fields.optionalObject("array")
    }
    let message = "Invalid field flag: must be an array of 1 to 2 elements, not a truth value"
    #expect(throws: RequestError(message, field: "flag")) { try fields.optionalArray("flag", count: 1...2) }
    #expect(throws: RequestError.self) { try fields.string("object") }
  }

  @Test func readsTruthValuesObjectsAndArrays() throws {
    #expect(try fields.optionalBool("flag") == true)
    #expect(try fields.optionalBool("null") == nil)
    #expect(try fields.requiredObject("object") == ["a": 1])
    #expect(try fields.optionalObject("absent") == nil)
    #expect(try fields.optionalArray("array", count: 1...2) == [1, 2])
    #expect(throws: RequestError("Invalid field array: must be an array of 3 to 4 elements", field: "array")) {
      try fields.optionalArray("array", count: 3...4)
    }
  }

  @Test func readsInstants() throws {
    #expect(try fields.optionalTimestamp("instant") == Timestamp(rfc3339: "2024-01-15T10:30:00Z"))
    #expect(try fields.optionalTimestamp("absent") == nil)
    let message = "Invalid field text: must be an RFC 3339 instant such as 2024-01-15T10:30:00Z"
    #expect(throws: RequestError(message, field: "text")) { try fields.optionalTimestamp("text") }
    #expect(throws: RequestError(message.replacing("text", with: "number") + ", not a number", field: "number")) {
      try fields.optionalTimestamp("number")
    }
  }

  @Test func knowsThePlaceInsideArrays() throws {
    #expect(throws: RequestError("Invalid field events[2]: must be an object, not a number", field: "events[2]")) {
      try fields.optionalObjects("events", count: 1...50)
    }
    let events = try #require(try Fields(["events": [["a": "x"], [:]]]).optionalObjects("events", count: 1...50))
    #expect(try events[0].string("a") == "x")
    #expect(throws: RequestError.missing("events[1].a")) { try events[1].string("a") }
  }
}
