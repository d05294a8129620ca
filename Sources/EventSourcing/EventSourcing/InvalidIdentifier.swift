/// Why a text cannot name an aggregate or a command.
public struct InvalidIdentifier: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was wrong, to be put behind the name of the field: "must not be empty".
  public let reason: String

  public var description: String { reason }

  /// - Throws: ``InvalidIdentifier`` for an empty or too long text and for one with a control character.
  public static func check(_ text: String, maximumBytes: Int) throws(InvalidIdentifier) {
    let count = text.utf8.count
    if count == 0 {
      throw InvalidIdentifier(reason: "must not be empty")
    }
    if count > maximumBytes {
      throw InvalidIdentifier(reason: "must be at most \(maximumBytes) bytes of UTF-8, and is \(count)")
    }
    // Most names are plain ASCII, and no more has to be looked at.
    if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return }
    // Unicode's general category Cc, which is these for good (Unicode Standard, section 23.1, "Control Codes").
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
      throw InvalidIdentifier(reason: "must not hold control characters")
    }
  }
}
