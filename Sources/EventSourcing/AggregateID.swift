/// The name of one aggregate: 1 to 256 bytes of UTF-8 without control characters, kept byte for byte.
///
/// Two names are the same only if their bytes are: Swift's own string comparison would take the composed and the
/// decomposed "é" for one name, and DynamoDB would keep two.
public struct AggregateID: Hashable, Sendable, CustomStringConvertible {
  /// The longest name, in bytes of UTF-8.
  public static let maximumBytes = 256

  /// The name as the caller sent it.
  public let text: String

  /// Takes a name that fits.
  ///
  /// - Throws: ``InvalidIdentifier`` saying what is wrong with the text.
  public init(_ text: String) throws(InvalidIdentifier) {
    try InvalidIdentifier.check(text, maximumBytes: Self.maximumBytes)
    self.text = text
  }

  public var description: String { text }

  public static func == (left: AggregateID, right: AggregateID) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    for byte in text.utf8 { hasher.combine(byte) }
  }
}
