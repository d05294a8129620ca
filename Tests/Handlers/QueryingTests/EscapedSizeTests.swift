import JSON
import TestSupport
import Testing

@testable import Querying

struct EscapedSizeTests {
  @Test("what a value takes within a string is what it takes when it is written there", arguments: 0..<30)
  func counted(seed: UInt64) {
    let random = SeededRandomness(seed: seed)
    for _ in 0..<50 {
      let value = Self.value(random, depth: 0)
      let within = JSONValue.string(value.text).serialized().count - 2
      #expect(value.escapedSize == within, "\(value.text)")
      var escaped: [UInt8] = []
      JSONWriter.append(escaped: value.serialized(), to: &escaped)
      #expect([0x22] + escaped + [0x22] == JSONValue.string(value.text).serialized(), "\(value.text)")
    }
  }

  private static func value(_ random: SeededRandomness, depth: Int) -> JSONValue {
    switch random.below(depth > 3 ? 4 : 6) {
    case 0: .null
    case 1: .bool(random.below(2) == 0)
    case 2: .number(JSONNumber(random.below(1_000_000) - 500_000))
    case 3: .string(text(random))
    case 4: .array((0..<random.below(4)).map { _ in value(random, depth: depth + 1) })
    default: .object(JSONObject((0..<random.below(4)).map { _ in (text(random), value(random, depth: depth + 1)) }))
    }
  }

  /// All control characters, what is escaped, and some that is not.
  private static func text(_ random: SeededRandomness) -> String {
    let special: [Unicode.Scalar] = ["\"", "\\", "/", "a", "\u{7F}", "\u{80}", "\u{E9}", "\u{2028}", "\u{1F600}"]
    let scalars = (0..<random.below(6)).map { _ in
      random.below(2) == 0
        ? Unicode.Scalar(UInt8(random.below(0x20))) : special[random.below(special.count)]
    }
    return String(String.UnicodeScalarView(scalars))
  }
}
