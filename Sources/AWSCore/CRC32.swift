/// CRC-32 as in IEEE 802.3, zlib and DynamoDB's `x-amz-crc32` response header.
public enum CRC32 {
  private static let table: [UInt32] = (0..<256).map { index in
    var remainder = UInt32(index)
    for _ in 0..<8 {
      remainder = remainder & 1 == 1 ? (remainder >> 1) ^ 0xedb8_8320 : remainder >> 1
    }
    return remainder
  }

  /// The checksum of the bytes.
  public static func checksum(_ bytes: [UInt8]) -> UInt32 {
    let table = Self.table
    var remainder: UInt32 = 0xffff_ffff
    for byte in bytes {
      remainder = (remainder >> 8) ^ table[Int((remainder ^ UInt32(byte)) & 0xff)]
    }
    return ~remainder
  }
}
