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
      var step = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) ^ UInt64(value)
      value = 0
      for slice in stride(from: 1_792, through: 0, by: -256) {
        value ^= table[slice + Int(step & 0xff)]
        step >>= 8
      }
      place += 8
    }
    for byte in bytes[place...] {
      value = (value >> 8) ^ table[Int((value ^ UInt32(byte)) & 0xff)]
    }
    return ~value
  }
}
