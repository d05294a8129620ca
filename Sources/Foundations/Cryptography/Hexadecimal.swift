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
