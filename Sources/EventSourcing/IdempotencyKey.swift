/// The caller's name for one command, so that the same command sent again is answered and not done again.
///
/// Up to 128 bytes of UTF-8 without control characters; it counts within its aggregate.
public struct IdempotencyKey: Hashable, Sendable, CustomStringConvertible {
  /// The longest key, in bytes of UTF-8.
  public static let maximumBytes = 128

  /// The key as the caller sent it.
  public let text: String

  /// - Throws: ``InvalidIdentifier`` saying what is wrong with the text.
  public init(_ text: String) throws(InvalidIdentifier) {
    try InvalidIdentifier.check(text, maximumBytes: Self.maximumBytes)
    self.text = text
  }

  public var description: String { text }

  public static func == (left: IdempotencyKey, right: IdempotencyKey) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
