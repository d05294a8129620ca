import AWSCore
import Testing

@Suite struct CRC32Tests {
  @Test(
    "CRC-32 check values",
    arguments: [
      ("", UInt32(0)), ("123456789", 0xcbf4_3926), ("The quick brown fox jumps over the lazy dog", 0x414f_a339),
    ])
  func crc32(text: String, checksum: UInt32) {
    #expect(CRC32.checksum(Array(text.utf8)) == checksum)
  }

  @Test("CRC-32 at every length and place within a step", arguments: 0..<40)
  func crc32Lengths(count: Int) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
    var plain: UInt32 = 0xffff_ffff
    for byte in bytes {
      plain ^= UInt32(byte)
      for _ in 0..<8 { plain = plain & 1 == 1 ? (plain >> 1) ^ 0xedb8_8320 : plain >> 1 }
    }
    #expect(CRC32.checksum(bytes) == ~plain)
  }
}
