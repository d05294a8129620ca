import Glibc

/// A text compared and hashed by its UTF-8 bytes.
///
/// Swift's `String` equality is canonical equivalence: a precomposed "é" and an "e" with a combining accent are equal
/// there, and are two different member names in JSON (RFC 8259 section 8.3).
struct ByteText: Hashable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (left: ByteText, right: ByteText) -> Bool {
    sameBytes(left.text, right.text)
  }

  func hash(into hasher: inout Hasher) {
    var copy = text
    copy.withUTF8 { bytes in hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
    hasher.combine(0xFF as UInt8)
  }

  /// Whether two strings consist of the same UTF-8 bytes.
  static func sameBytes(_ left: String, _ right: String) -> Bool {
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
