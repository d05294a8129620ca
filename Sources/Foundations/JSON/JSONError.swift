/// Why a text is not one strict RFC 8259 JSON document, and where.
///
/// Reference: RFC 8259 (The JavaScript Object Notation Data Interchange Format).
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was wrong.
  public enum Kind: Hashable, Sendable {
    /// The text ended inside a value.
    case unexpectedEnd
    /// A byte that the grammar does not allow at this place.
    case unexpectedCharacter
    /// A number outside the grammar of RFC 8259 section 6, such as `01`, `1.` or `.5`.
    case invalidNumber
    /// A backslash followed by anything but `"\/bfnrt` or `u` with four hexadecimal digits.
    case invalidEscape
    /// A `\uD800`-`\uDFFF` escape that is no half of a pair.
    case loneSurrogate
    /// A byte below 0x20 inside a string.
    case controlCharacter
    /// Bytes that are not UTF-8 (RFC 3629): overlong, surrogate, truncated or above U+10FFFF.
    case invalidUTF8
    /// A member name that the object already has, compared byte for byte.
    case duplicateKey
    /// More nested arrays and objects than the limit allows.
    case tooDeep
    /// Something after the document's only value.
    case trailingContent
    /// A byte-order mark at the start (RFC 8259 section 8.1 forbids sending one).
    case byteOrderMark
  }

  /// What was wrong.
  public let kind: Kind
  /// The place of the first offending byte, counted in bytes from 0.
  public let offset: Int

  /// An error of a kind at a byte offset.
  public init(_ kind: Kind, offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// The reason in words and the offset, for example `unexpected character at byte 12`.
  public var description: String { "\(kind.words) at byte \(offset)" }
}

extension JSONError.Kind {
  fileprivate var words: String {
    switch self {
    case .unexpectedEnd: "unexpected end"
    case .unexpectedCharacter: "unexpected character"
    case .invalidNumber: "invalid number"
    case .invalidEscape: "invalid escape"
    case .loneSurrogate: "lone surrogate escape"
    case .controlCharacter: "control character in a string"
    case .invalidUTF8: "invalid UTF-8"
    case .duplicateKey: "duplicate member name"
    case .tooDeep: "too many nested arrays and objects"
    case .trailingContent: "content after the value"
    case .byteOrderMark: "byte-order mark"
    }
  }
}
