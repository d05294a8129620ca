extension JSONParser {
  /// Reads a number of RFC 8259 section 6 and keeps its text.
  mutating func number() throws(JSONError) -> JSONNumber {
    let start = position
    guard let end = JSONNumber.end(of: bytes, from: start) else {
      throw JSONError(.invalidNumber, offset: start)
    }
    position = end
    return JSONNumber(grammatical: String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self))
  }
}

extension JSONNumber {
  /// Where the longest number that starts at an offset ends, nil if none starts there.
  static func end(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var position = start
    if position < bytes.count && bytes[position] == Byte.minus { position += 1 }
    guard let integerEnd = integerEnd(of: bytes, from: position) else { return nil }
    position = integerEnd
    if position < bytes.count && bytes[position] == Byte.point {
      guard let fractionEnd = digitsEnd(of: bytes, from: position + 1) else { return nil }
      position = fractionEnd
    }
    if position < bytes.count && (bytes[position] | 0x20) == Byte.lowerE {
      position += 1
      if position < bytes.count && (bytes[position] == Byte.plus || bytes[position] == Byte.minus) { position += 1 }
      guard let exponentEnd = digitsEnd(of: bytes, from: position) else { return nil }
      position = exponentEnd
    }
    return position
  }

  private static func integerEnd(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard let end = digitsEnd(of: bytes, from: start) else { return nil }
    let hasLeadingZero = bytes[start] == Byte.zero && end > start + 1
    return hasLeadingZero ? nil : end
  }

  private static func digitsEnd(of bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    var position = start
    while position < bytes.count && Byte.isDigit(bytes[position]) { position += 1 }
    return position > start ? position : nil
  }
}
