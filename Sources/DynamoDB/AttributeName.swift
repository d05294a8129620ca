/// A text compared and hashed by its UTF-8 bytes, as DynamoDB compares names and strings.
///
/// Swift's `String` equality is canonical equivalence: a precomposed "é" and an "e" with a combining accent are equal
/// there, and are two different attribute names.
struct AttributeName: Hashable, Sendable {
  let text: String

  init(_ text: String) {
    self.text = text
  }

  static func == (left: AttributeName, right: AttributeName) -> Bool {
    guard left.text.utf8.count == right.text.utf8.count else { return false }
    return left.text.utf8.elementsEqual(right.text.utf8)
  }

  func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { bytes in hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
    hasher.combine(0xff as UInt8)
  }
}
