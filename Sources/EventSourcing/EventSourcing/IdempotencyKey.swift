import JSON

/// A name for one command, so that the same command sent again is answered and not done again.
///
/// 1 to 128 bytes of UTF-8; it counts within its aggregate. Callers' keys and those of processes are told apart, so that no
/// caller can take a process's.
public struct IdempotencyKey: BoundedText {
  public static let maximumBytes = 128
  public let text: String
  /// Whether a process chose it, and not a caller.
  public let isOfProcess: Bool

  /// Takes a caller's key that fits.
  ///
  /// - Throws: ``InvalidIdentifier`` saying what is wrong with the text.
  public init(_ text: String) throws(InvalidIdentifier) {
    try self.init(text, isOfProcess: false)
  }

  /// Takes a key that fits.
  ///
  /// - Throws: ``InvalidIdentifier`` saying what is wrong with the text.
  public init(_ text: String, isOfProcess: Bool) throws(InvalidIdentifier) {
    try InvalidIdentifier.check(text, maximumBytes: Self.maximumBytes)
    self.text = text
    self.isOfProcess = isOfProcess
  }

  public static func == (left: Self, right: Self) -> Bool {
    left.isOfProcess == right.isOfProcess && ByteText.sameBytes(left.text, right.text)
  }
}
