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
    var root: ArraySlice<UInt8>?
    var parent: ArraySlice<UInt8>?
    var sampled: ArraySlice<UInt8>?
    // By bytes: the boundaries of characters would cost more than all the rest.
    for part in Array(text.utf8).split(separator: UInt8(ascii: ";")) {
      guard let equals = part.firstIndex(of: UInt8(ascii: "=")) else { continue }
      let value = part[(equals + 1)...]
      if value.isEmpty { continue }
      let name = part[..<equals].drop { $0 == UInt8(ascii: " ") }
      if name.elementsEqual("Root".utf8) {
        root = value
      } else if name.elementsEqual("Parent".utf8) {
        parent = value
      } else if name.elementsEqual("Sampled".utf8) {
        sampled = value
      }
    }
    guard let root, Self.isTraceID(root) else { return nil }
    self.root = String(decoding: root, as: UTF8.self)
    self.parent = parent.flatMap { Self.isHexadecimal($0, count: 16) ? String(decoding: $0, as: UTF8.self) : nil }
    isSampled = sampled?.elementsEqual("1".utf8) == true
  }

  private static func isTraceID(_ text: ArraySlice<UInt8>) -> Bool {
    let parts = text.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    return parts.count == 3 && parts[0].elementsEqual("1".utf8) && isHexadecimal(parts[1], count: 8)
      && isHexadecimal(parts[2], count: 24)
  }

  private static func isHexadecimal(_ text: ArraySlice<UInt8>, count: Int) -> Bool {
    text.count == count
      && text.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66) }
  }
}
