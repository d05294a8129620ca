import DynamoDB
import JSON

extension SeededRandomness {
  private static let texts = ["a", "b.c", "", "é", "e\u{301}", "\u{0}", "💶", "\"\\", "a\nb", "of sixteen bytes", "/"]

  /// Some JSON value, with names and texts that are easily got wrong. Its numbers are in DynamoDB's normal form.
  public func document(depth: Int = 0) -> JSONValue {
    switch below(depth > 4 ? 5 : 7) {
    case 0: return .null
    case 1: return .bool(below(2) == 0)
    case 2: return .number(JSONNumber(Int(truncatingIfNeeded: nextUInt64())))
    case 3: return .string(text())
    case 4: return .number(CanonicalDecimal("\(below(1_000_000)).\(below(999) + 1)")?.number ?? JSONNumber(0))
    case 5: return .array((0..<below(4)).map { _ in document(depth: depth + 1) })
    default: return .object(members(depth: depth + 1))
    }
  }

  /// Some JSON object.
  public func members(depth: Int = 0) -> JSONObject {
    JSONObject((0..<below(6)).map { _ in (text(), document(depth: depth)) })
  }

  private func text() -> String { Self.texts[below(Self.texts.count)] }
}
