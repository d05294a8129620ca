extension JSONParser {
  /// Reads a string from its opening quote on and leaves the position after the closing one.
  mutating func string() throws(JSONError) -> String {
    position += 1
    let start = position
    try skipPlainText()
    if bytes[position] != Byte.quote { return try escapedString(from: start) }
    let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<position]), as: UTF8.self)
    position += 1
    return text
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    scratch.removeAll(keepingCapacity: true)
    var runStart = start
    while true {
      scratch.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[runStart..<position]))
      if bytes[position] == Byte.quote { break }
      try escape()
      runStart = position
      try skipPlainText()
    }
    position += 1
    return String(decoding: scratch, as: UTF8.self)
  }

  /// Moves to the next quote or backslash, which is certain to exist on return; checks the UTF-8 on the way.
  private mutating func skipPlainText() throws(JSONError) {
    while true {
      position = bytes.endOfOrdinaryText(from: position)
      guard position < bytes.count else { throw failure(.unexpectedEnd) }
      let byte = bytes[position]
      if byte == Byte.quote || byte == Byte.backslash { return }
      if byte < 0x20 { throw failure(.controlCharacter) }
      guard let length = multibyteLength() else { throw failure(.invalidUTF8) }
      position += length
    }
  }

  /// The length of the well-formed UTF-8 sequence at the position (Unicode 16, table 3-7), nil if it is ill-formed.
  private func multibyteLength() -> Int? {
    let second = byte(at: position + 1)
    switch bytes[position] {
    case 0xC2...0xDF: return isContinuation(second) ? 2 : nil
    case 0xE0: return isLength(3, second: second, in: 0xA0...0xBF)
    case 0xED: return isLength(3, second: second, in: 0x80...0x9F)
    case 0xE1...0xEF: return isLength(3, second: second, in: 0x80...0xBF)
    case 0xF0: return isLength(4, second: second, in: 0x90...0xBF)
    case 0xF1...0xF3: return isLength(4, second: second, in: 0x80...0xBF)
    case 0xF4: return isLength(4, second: second, in: 0x80...0x8F)
    default: return nil
    }
  }

  private func isLength(_ length: Int, second: UInt8, in range: ClosedRange<UInt8>) -> Int? {
    guard range.contains(second), isContinuation(byte(at: position + 2)) else { return nil }
    return length == 3 || isContinuation(byte(at: position + 3)) ? length : nil
  }

  private func isContinuation(_ byte: UInt8) -> Bool {
    byte & 0xC0 == 0x80
  }
}
