/// Lower-case hexadecimal text, as SigV4 and the event hash chain write digests.
public enum Hexadecimal {
  /// Two lower-case digits for each byte.
  public static func text(_ bytes: [UInt8]) -> String {
    String(unsafeUninitializedCapacity: bytes.count * 2) { buffer in
      var index = 0
      for byte in bytes {
        buffer[index] = digit(byte >> 4)
        buffer[index + 1] = digit(byte & 0x0f)
        index += 2
      }
      return index
    }
  }

  /// Appends two lower-case digits for each byte.
  public static func append(_ bytes: [UInt8], to output: inout [UInt8]) {
    for byte in bytes {
      output.append(digit(byte >> 4))
      output.append(digit(byte & 0x0f))
    }
  }

  private static func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? 0x30 + nibble : 0x57 + nibble
  }
}

/// Eight digits at once, a byte each, the first one lowest: a chain of hashes is read and written a lot.
extension Hexadecimal {
  private static let ones: UInt64 = 0x0101_0101_0101_0101

  /// The eight lower-case digits of a word.
  public static func digits(of word: UInt32) -> UInt64 {
    var nibbles = UInt64(word)
    nibbles = (nibbles | nibbles << 16) & 0x0000_FFFF_0000_FFFF
    nibbles = (nibbles | nibbles << 8) & 0x00FF_00FF_00FF_00FF
    nibbles = ((nibbles | nibbles << 4) & (ones &* 0x0F)).byteSwapped
    let letters = (nibbles &+ ones &* 6) >> 4 & ones
    return nibbles &+ ones &* 0x30 &+ letters &* 0x27
  }

  /// The word of eight digits; nil where one is no digit, or is in upper case.
  public static func word(of digits: UInt64) -> UInt32? {
    let letters = digits >> 6 & ones
    var nibbles = ((digits & (ones &* 0x0F)) &+ letters &* 9) & (ones &* 0x0F)
    nibbles = nibbles.byteSwapped
    nibbles = (nibbles | nibbles >> 4) & 0x00FF_00FF_00FF_00FF
    nibbles = (nibbles | nibbles >> 8) & 0x0000_FFFF_0000_FFFF
    let word = UInt32(truncatingIfNeeded: nibbles | nibbles >> 16)
    // Whatever the bytes were, only the right ones come back.
    return Self.digits(of: word) == digits ? word : nil
  }
}
