import Cryptography
import TestSupport
import Testing

struct HexadecimalTests {
  private func eight(_ text: some Sequence<UInt8>) -> UInt64 {
    text.enumerated().reduce(0) { $0 | UInt64($1.element) << UInt64($1.offset * 8) }
  }

  @Test("eight digits and their word", arguments: [0, 1, 0x0123_4567, 0x89AB_CDEF, 0xFFFF_FFFF] as [UInt32])
  func word(_ word: UInt32) {
    let bytes = (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - $0 * 8)) }
    #expect(Hexadecimal.digits(of: word) == eight(Hexadecimal.text(bytes).utf8))
    #expect(Hexadecimal.word(of: eight(Hexadecimal.text(bytes).utf8)) == word)
  }

  @Test("any other byte at any place is no digit", arguments: 0..<8)
  func otherBytes(at place: Int) {
    for byte in UInt8.min...UInt8.max {
      var digits = Array("0a1b2c9f".utf8)
      digits[place] = byte
      let isDigit = (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
      #expect((Hexadecimal.word(of: eight(digits)) != nil) == isDigit, "\(byte)")
    }
  }
}
