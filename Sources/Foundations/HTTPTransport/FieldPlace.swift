/// Where a header field stands in the bytes of a message's head.
struct FieldPlace: Sendable {
  let name: Range<Int>
  /// Without surrounding white space.
  let value: Range<Int>

  init(name: Range<Int>, value: Range<Int>) {
    self.name = name
    self.value = value
  }

  /// - Returns: nil for a line without a colon.
  init?(line: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) {
    guard let colon = bytes[line].firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let value = bytes[(colon + 1)..<line.upperBound].drop(while: isWhitespace)
    var end = value.endIndex
    while end > value.startIndex, isWhitespace(bytes[end - 1]) { end -= 1 }
    self.init(name: line.lowerBound..<colon, value: value.startIndex..<end)
  }

  /// Ignoring the case of ASCII letters.
  func isNamed(_ name: String, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    name.utf8.count == self.name.count
      && name.withBytes { $0.isEqualIgnoringCase(to: UnsafeBufferPointer(rebasing: bytes[self.name])) }
  }
}

private func isWhitespace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
