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
    var parts: [Substring: Substring] = [:]
    for part in text.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1)
      if pair.count == 2 { parts[pair[0].drop { $0 == " " }] = pair[1] }
    }
    guard let root = parts["Root"], Self.isTraceID(root) else { return nil }
    self.root = String(root)
    parent = parts["Parent"].flatMap { Self.isHexadecimal($0, count: 16) ? String($0) : nil }
    isSampled = parts["Sampled"] == "1"
  }

  private static func isTraceID(_ text: Substring) -> Bool {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0] == "1" && isHexadecimal(parts[1], count: 8)
      && isHexadecimal(parts[2], count: 24)
  }

  private static func isHexadecimal(_ text: Substring, count: Int) -> Bool {
    text.utf8.count == count
      && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }
  }
}
