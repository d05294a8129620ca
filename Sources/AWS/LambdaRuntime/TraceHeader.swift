/// The tracing header of AWS X-Ray, `Root=1-…;Parent=…;Sampled=1`
/// (https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader).
public struct TraceHeader: Hashable, Sendable {
  /// The trace id, `1-` and 8 and 24 hexadecimal digits.
  public let root: String
  /// The segment that the present work belongs to, 16 hexadecimal digits.
  public let parent: String?
  /// Whether the trace is recorded.
  public let isSampled: Bool

  /// Fails without a well-formed `Root`; unknown parts are ignored.
  public init?(_ text: String) {
    var root: Substring?
    var parent: Substring?
    var sampled: Substring?
    // By bytes: the boundaries of characters would cost more than all the rest.
    for part in text.utf8.split(separator: UInt8(ascii: ";")) {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let value = Substring(part[part.index(after: equals)...])
      if value.isEmpty { continue }
      switch Substring(part[..<equals].drop { $0 == UInt8(ascii: " ") }) {
      case "Root": root = value
      case "Parent": parent = value
      case "Sampled": sampled = value
      default: continue
      }
    }
    guard let root, Self.isTraceID(root) else { return nil }
    self.root = String(root)
    self.parent = parent.flatMap { Self.isHexadecimal($0, count: 16) ? String($0) : nil }
    isSampled = sampled == "1"
  }

  private static func isTraceID(_ text: Substring) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false).map(Substring.init)
    return parts.count == 3 && parts[0] == "1" && isHexadecimal(parts[1], count: 8)
      && isHexadecimal(parts[2], count: 24)
  }

  private static func isHexadecimal(_ text: Substring, count: Int) -> Bool {
    text.utf8.count == count
      && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }
  }
}
