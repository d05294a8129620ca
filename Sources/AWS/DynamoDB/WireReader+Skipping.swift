/// Passing over what is not looked at.
extension WireReader {
  mutating func skipText() -> Bool {
    position += 1
    while true {
      skipOrdinary()
      guard position < bytes.count, bytes[position] >= 0x20 else { return false }
      let byte = bytes[position]
      position += byte == UInt8(ascii: "\\") ? 2 : 1
      if byte == UInt8(ascii: "\"") { return true }
    }
  }

  mutating func skipObject(_ depth: Int) -> Bool {
    position += 1
    if take("}") { return true }
    repeat {
      skipWhitespace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\""), skipText(), take(":") else { return false }
      guard value(depth: depth + 1) != nil else { return false }
    } while take(",")
    return take("}")
  }

  mutating func skipArray(_ depth: Int) -> Bool {
    position += 1
    if take("]") { return true }
    repeat {
      guard value(depth: depth + 1) != nil else { return false }
    } while take(",")
    return take("]")
  }

  /// A number, or `true`, `false`, `null`; who looks at it will see whether it is one.
  mutating func skipWord() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."): position += 1
      default: return
      }
    }
  }
}
