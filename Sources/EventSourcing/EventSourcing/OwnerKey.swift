/// The key of a view under which aggregates are listed, such as a customer's: 1 to 256 bytes of UTF-8.
public struct OwnerKey: BoundedText {
  public static let maximumBytes = 256
  public let text: String

  /// Takes a key that fits.
  ///
  /// - Throws: ``InvalidIdentifier`` saying what is wrong with the text.
  public init(_ text: String) throws(InvalidIdentifier) {
    try InvalidIdentifier.check(text, maximumBytes: Self.maximumBytes)
    self.text = text
  }
}
