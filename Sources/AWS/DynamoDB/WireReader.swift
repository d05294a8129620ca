import JSON

/// Reads JSON text in place: over borrowed bytes, without making a value of each part.
///
/// An item of twenty attributes is as many objects of one member each, and making values of them took longer than all the
/// rest of their way (1,000 events to an answer: 44 ms with values, 17 ms without, in the same run). So this reads the forms
/// that DynamoDB writes, and gives nil for all others: they may be right, and are read the plain way (``AttributeValue``).
/// Tests hold the two to each other.
public struct WireReader {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Where the next part begins, or the white space before it.
  public internal(set) var position = 0
  /// Whether a text so far held anything but ASCII. That it is UTF-8 is checked by who makes a string of it.
  public private(set) var holdsMoreThanASCII = false

  /// - Parameter bytes: must stay where they are for as long as the reader is used.
  public init(_ bytes: UnsafeBufferPointer<UInt8>) {
    self.bytes = bytes
  }

  /// A text between quotation marks, which are not a part of it.
  public struct Text {
    public let range: Range<Int>
    /// Whether it holds escapes: of those that canonical JSON has, in the same form, so that the bytes may be copied.
    public let isEscaped: Bool
  }

  // MARK: Parts

  /// Takes a byte of the grammar if it is the next one.
  public mutating func take(_ byte: Unicode.Scalar) -> Bool {
    skipWhitespace()
    guard position < bytes.count, bytes[position] == UInt8(truncatingIfNeeded: byte.value) else { return false }
    position += 1
    return true
  }

  /// Takes a word, such as `true`.
  public mutating func take(word: StaticString) -> Bool {
    skipWhitespace()
    let end = position + word.utf8CodeUnitCount
    guard end <= bytes.count, equals(position..<end, word) else { return false }
    position = end
    return true
  }

  /// Takes a text; nil where there is none, or one with other escapes than canonical JSON's.
  public mutating func text() -> Text? {
    guard take("\"") else { return nil }
    let start = position
    var isEscaped = false
    while true {
      skipOrdinary()
      guard position < bytes.count else { return nil }
      switch bytes[position] {
      case UInt8(ascii: "\""):
        position += 1
        return Text(range: start..<(position - 1), isEscaped: isEscaped)
      case UInt8(ascii: "\\"):
        guard position + 1 < bytes.count, Self.isCanonicalEscape(bytes[position + 1]) else { return nil }
        isEscaped = true
        position += 2
      case 0x80...0xFF:
        holdsMoreThanASCII = true
        position += 1
      default:
        return nil
      }
    }
  }

  /// Takes a text without escapes; nil where there is none.
  public mutating func plainText() -> Range<Int>? {
    guard let text = text(), !text.isEscaped else { return nil }
    return text.range
  }

  /// Takes a value, whatever it is; nil where it does not end.
  public mutating func value(depth: Int = 0) -> Range<Int>? {
    skipWhitespace()
    let start = position
    guard position < bytes.count, depth < 1_024 else { return nil }
    switch bytes[position] {
    case UInt8(ascii: "\""): guard skipText() else { return nil }
    case UInt8(ascii: "{"): guard skipObject(depth) else { return nil }
    case UInt8(ascii: "["): guard skipArray(depth) else { return nil }
    default: skipWord()
    }
    return position > start ? start..<position : nil
  }

  /// Whether nothing but white space is left.
  public var isAtEnd: Bool {
    mutating get {
      skipWhitespace()
      return position == bytes.count
    }
  }

  // MARK: Bytes

  mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  mutating func skipOrdinary() { position = bytes.endOfOrdinaryText(from: position) }

  private static func isCanonicalEscape(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      true
    default: false
    }
  }
}
