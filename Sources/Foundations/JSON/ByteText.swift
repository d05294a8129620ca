import Glibc

/// A text compared and hashed by its UTF-8 bytes, as JSON compares member names (RFC 8259 section 8.3) and DynamoDB
/// attribute names and strings.
///
/// Swift's `String` equality is canonical equivalence: a precomposed "é" and an "e" with a combining accent are equal
/// there, and are two different names.
public struct ByteText: Hashable, Sendable {
  public let text: String

  public init(_ text: String) {
    self.text = text
  }

  public static func == (left: ByteText, right: ByteText) -> Bool {
    sameBytes(left.text, right.text)
  }

  public func hash(into hasher: inout Hasher) {
    var copy = text
    copy.withUTF8 { bytes in hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
    hasher.combine(0xFF as UInt8)
  }

  /// Whether a string comes before another in the order of their UTF-8 bytes.
  public static func precedes(_ left: String, _ right: String) -> Bool {
    var left = left
    var right = right
    return left.withUTF8 { first in
      right.withUTF8 { second in
        guard let start = first.baseAddress, let other = second.baseAddress else { return first.count < second.count }
        let order = memcmp(start, other, min(first.count, second.count))
        return order < 0 || (order == 0 && first.count < second.count)
      }
    }
  }

  /// Whether two strings consist of the same UTF-8 bytes.
  public static func sameBytes(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    var left = left
    var right = right
    return left.withUTF8 { first in
      right.withUTF8 { second in
        guard let start = first.baseAddress, let other = second.baseAddress else { return true }
        return memcmp(start, other, first.count) == 0
      }
    }
  }
}
