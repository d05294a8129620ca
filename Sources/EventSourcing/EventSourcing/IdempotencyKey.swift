/// The caller's name for one command, so that the same command sent again is answered and not done again.
///
/// 1 to 128 bytes of UTF-8; it counts within its aggregate.
public struct IdempotencyKey: BoundedText {
  public static let maximumBytes = 128
  public let text: String

  /// Takes a key that fits.
  ///
  /// - Throws: ``InvalidIdentifier`` saying what is wrong with the text.
  public init(_ text: String) throws(InvalidIdentifier) {
    try InvalidIdentifier.check(text, maximumBytes: Self.maximumBytes)
    self.text = text
  }
}
