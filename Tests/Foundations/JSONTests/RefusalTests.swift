import JSON
import Testing

/// What is refused, with the reason and the byte.
struct RefusalTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    let text: String
    let kind: JSONError.Kind
    let offset: Int
    var testDescription: String { text }

    init(_ text: String, _ kind: JSONError.Kind, _ offset: Int) {
      self.text = text
      self.kind = kind
      self.offset = offset
    }
  }

  static let refusals = [
    Refusal("", .unexpectedEnd, 0),
    Refusal(" ", .unexpectedEnd, 1),
    Refusal("[1,", .unexpectedEnd, 3),
    Refusal("{\"a\"", .unexpectedEnd, 4),
    Refusal("\"abc", .unexpectedEnd, 4),
    Refusal("tru", .unexpectedEnd, 3),
    Refusal("trux", .unexpectedCharacter, 3),
    Refusal("[1 2]", .unexpectedCharacter, 3),
    Refusal("[1,]", .unexpectedCharacter, 3),
    Refusal("{,}", .unexpectedCharacter, 1),
    Refusal("{\"a\":1,}", .unexpectedCharacter, 7),
    Refusal("{\"a\" 1}", .unexpectedCharacter, 5),
    Refusal("[01]", .invalidNumber, 1),
    Refusal("[-]", .invalidNumber, 1),
    Refusal("[1.]", .invalidNumber, 1),
    Refusal("[1e]", .invalidNumber, 1),
    Refusal("[1e+]", .invalidNumber, 1),
    Refusal("[.5]", .unexpectedCharacter, 1),
    Refusal("[+1]", .unexpectedCharacter, 1),
    Refusal("[NaN]", .unexpectedCharacter, 1),
    Refusal("\"\\x\"", .invalidEscape, 2),
    Refusal("\"\\u12g4\"", .invalidEscape, 5),
    Refusal("\"\\uD800\"", .loneSurrogate, 1),
    Refusal("\"\\uDC00\"", .loneSurrogate, 1),
    Refusal("\"\\uD800\\u0041\"", .loneSurrogate, 1),
    Refusal("\"a\u{1}\"", .controlCharacter, 2),
    Refusal("{\"a\":1,\"a\":1}", .duplicateKey, 7),
    Refusal("{\"a\":1,\"\\u0061\":1}", .duplicateKey, 7),
    Refusal("{}{}", .trailingContent, 2),
    Refusal("1 //", .trailingContent, 2),
    Refusal("\u{FEFF}{}", .byteOrderMark, 0),
  ]

  @Test(arguments: refusals)
  func saysWhyAndWhere(refusal: Refusal) {
    #expect(throws: JSONError(refusal.kind, offset: refusal.offset)) { try JSONValue(parsing: refusal.text) }
  }

  static let malformedSequences: [[UInt8]] = [
    [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF],
    [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xF0, 0x80, 0x80, 0x80],
    [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
  ]

  @Test(arguments: malformedSequences)
  func refusesMalformedUTF8(sequence: [UInt8]) {
    let bytes = Array("\"ab".utf8) + sequence + Array("\"".utf8)
    #expect(throws: JSONError(.invalidUTF8, offset: 3)) { try JSONValue(parsing: bytes) }
  }

  @Test func limitsDepth() throws {
    let nested = { (depth: Int) in String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    #expect(try JSONValue(parsing: nested(512)).array?.count == 1)
    #expect(throws: JSONError(.tooDeep, offset: 512)) { try JSONValue(parsing: nested(513)) }
    #expect(try JSONValue(parsing: "[{\"a\":[]}]", maximumDepth: 3).array?.count == 1)
    #expect(throws: JSONError(.tooDeep, offset: 6)) { try JSONValue(parsing: "[{\"a\":[]}]", maximumDepth: 2) }
    #expect(throws: JSONError(.tooDeep, offset: 1024)) { try JSONValue(parsing: nested(200_000), maximumDepth: .max) }
    #expect(throws: JSONError(.tooDeep, offset: 0)) { try JSONValue(parsing: "[]", maximumDepth: 0) }
  }

  @Test func describesItself() {
    #expect(JSONError(.unexpectedCharacter, offset: 12).description == "unexpected character at byte 12")
    #expect(JSONError(.invalidUTF8, offset: 0).description == "invalid UTF-8 at byte 0")
  }
}
