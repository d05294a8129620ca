import JSON
import Testing

struct OrdinaryTextTests {
  private func end(_ bytes: [UInt8], from start: Int = 0) -> Int {
    bytes.withUnsafeBufferPointer { $0.endOfOrdinaryText(from: start) }
  }

  @Test("each byte at each place", arguments: 0..<20)
  func eachByte(at place: Int) {
    for byte in UInt8.min...UInt8.max {
      var bytes = Array(repeating: UInt8(ascii: "~"), count: 20)
      bytes[place] = byte
      let isOrdinary = byte >= 0x20 && byte < 0x80 && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
      #expect(end(bytes) == (isOrdinary ? 20 : place), "\(byte)")
      #expect(end(bytes, from: place + 1) == 20)
    }
  }

  @Test("the first of several counts, whatever stands before and behind it")
  func first() {
    let marks: [UInt8] = [0x00, 0x1F, 0x22, 0x5C, 0x80, 0xFF]
    for mark in marks {
      for other in marks {
        for place in 0..<15 {
          var bytes = Array(repeating: UInt8(0x21), count: 17)
          bytes[place] = mark
          bytes[place + 1] = other
          #expect(end(bytes) == place)
        }
      }
    }
    #expect(end([]) == 0)
    #expect(end([], from: 0) == 0)
  }
}
