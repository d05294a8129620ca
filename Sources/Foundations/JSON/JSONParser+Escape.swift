extension JSONParser {
  /// Decodes the escape at the position (a backslash) into the scratch buffer.
  mutating func escape() throws(JSONError) {
    let start = position
    position += 1
    let decoded: UInt8
    switch current {
    case Byte.quote, Byte.backslash, UInt8(ascii: "/"): decoded = current
    case UInt8(ascii: "b"): decoded = 0x08
    case UInt8(ascii: "f"): decoded = 0x0C
    case UInt8(ascii: "n"): decoded = 0x0A
    case UInt8(ascii: "r"): decoded = 0x0D
    case UInt8(ascii: "t"): decoded = 0x09
    case UInt8(ascii: "u"):
      return try unicodeEscape(from: start)
    default: throw failure(.invalidEscape)
    }
    scratch.append(decoded)
    position += 1
  }

  private mutating func unicodeEscape(from start: Int) throws(JSONError) {
    position += 1
    let unit = try codeUnit()
    guard let scalar = Unicode.Scalar(try pairedValue(unit, from: start)) else {
      throw JSONError(.loneSurrogate, offset: start)
    }
    scratch.append(contentsOf: scalar.utf8)
  }

  /// The code point of a UTF-16 unit: with the low half that must follow, if the unit is a high half.
  private mutating func pairedValue(_ unit: UInt32, from start: Int) throws(JSONError) -> UInt32 {
    guard (0xD800...0xDBFF).contains(unit) else { return unit }
    guard current == Byte.backslash, byte(at: position + 1) == UInt8(ascii: "u") else {
      throw JSONError(.loneSurrogate, offset: start)
    }
    position += 2
    let low = try codeUnit()
    guard (0xDC00...0xDFFF).contains(low) else { throw JSONError(.loneSurrogate, offset: start) }
    return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
  }

  private mutating func codeUnit() throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Byte.hexadecimalValue(current) else { throw failure(.invalidEscape) }
      unit = unit << 4 | digit
      position += 1
    }
    return unit
  }
}
