/// CRC-32 as in IEEE 802.3, zlib and DynamoDB's `x-amz-crc32` response header.
public enum CRC32 {
  /// Eight tables of 256 entries, one for each byte of an eight-byte step (Intel's "slicing by 8"): a page of 1 MB is
  /// checked several times as fast as byte by byte.
  private static let table: [UInt32] = {
    var table: [UInt32] = []
    table.reserveCapacity(2_048)
    for index in 0..<256 {
      var value = UInt32(index)
      for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0xedb8_8320 : value >> 1 }
      table.append(value)
    }
    for index in 256..<2_048 {
      let previous = table[index - 256]
      table.append((previous >> 8) ^ table[Int(previous & 0xff)])
    }
    return table
  }()

  /// The checksum of the bytes.
  public static func checksum(_ bytes: [UInt8]) -> UInt32 {
    table.withUnsafeBufferPointer { table in
      bytes.withUnsafeBytes { checksum($0, table) }
    }
  }

  private static func checksum(_ bytes: UnsafeRawBufferPointer, _ table: UnsafeBufferPointer<UInt32>) -> UInt32 {
    var value: UInt32 = 0xffff_ffff
    var place = 0
    while bytes.count - place >= 8 {
      let step = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) ^ UInt64(value)
      // Written out: as a loop it took twice as long.
      value = table[1_792 + Int(step & 0xff)] ^ table[1_536 + Int(step >> 8 & 0xff)]
      value ^= table[1_280 + Int(step >> 16 & 0xff)] ^ table[1_024 + Int(step >> 24 & 0xff)]
      value ^= table[768 + Int(step >> 32 & 0xff)] ^ table[512 + Int(step >> 40 & 0xff)]
      value ^= table[256 + Int(step >> 48 & 0xff)] ^ table[Int(step >> 56)]
      place += 8
    }
    for byte in bytes[place...] {
      value = (value >> 8) ^ table[Int((value ^ UInt32(byte)) & 0xff)]
    }
    return ~value
  }
}
