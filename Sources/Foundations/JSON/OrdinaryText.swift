extension UnsafeBufferPointer<UInt8> {
  /// The place of the next byte, from `start` on, that is a quotation mark, a backslash, a control character or not ASCII:
  /// what a reader or writer of JSON strings has to look at. The end where there is none.
  ///
  /// Eight bytes at a time, as ids and hashes are long and hold nothing but letters and digits.
  public func endOfOrdinaryText(from start: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let raw = UnsafeRawBufferPointer(self)
    var place = start
    while place + 8 <= count {
      let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: place, as: UInt64.self))
      let quote = word ^ (ones &* 0x22)
      let backslash = word ^ (ones &* 0x5C)
      // A byte's highest bit is set where it is zero, below 0x20, or set before. A borrow sets only bits above a right one.
      let found =
        ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash) | ((word &- ones &* 0x20) & ~word) | word
      let marks = found & (ones &* 0x80)
      if marks != 0 { return place + marks.trailingZeroBitCount / 8 }
      place += 8
    }
    while place < count {
      let byte = self[place]
      if byte == Byte.quote || byte == Byte.backslash || byte < 0x20 || byte >= 0x80 { break }
      place += 1
    }
    return place
  }
}
