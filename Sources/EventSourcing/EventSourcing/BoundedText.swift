import JSON

/// A name that callers choose: short, without control characters, and kept byte for byte.
///
/// Two are the same only if their bytes are: Swift's own string comparison would take the composed and the decomposed
/// "é" for one name, and DynamoDB would keep two.
public protocol BoundedText: Hashable, Sendable, CustomStringConvertible {
  /// The longest name, in bytes of UTF-8.
  static var maximumBytes: Int { get }
  /// The name as the caller sent it.
  var text: String { get }
}

extension BoundedText {
  public var description: String { text }

  public static func == (left: Self, right: Self) -> Bool {
    ByteText.sameBytes(left.text, right.text)
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ByteText(text))
  }
}
