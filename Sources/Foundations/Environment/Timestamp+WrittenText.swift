extension Timestamp {
  /// Reads the one form that ``rfc3339`` writes, as ASCII: `2024-01-15T10:30:00.000000Z`.
  ///
  /// nil for all others, also for those that are RFC 3339.
  public init?(written text: UnsafeBufferPointer<UInt8>) {
    guard text.count == 27, text[4] == UInt8(ascii: "-"), text[7] == UInt8(ascii: "-"), text[10] == UInt8(ascii: "T"),
      text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), text[19] == UInt8(ascii: "."),
      text[26] == UInt8(ascii: "Z"),
      let year = Self.number(text[0..<4]), let month = Self.number(text[5..<7]), let day = Self.number(text[8..<10]),
      let date = CivilDate(year: year, month: month, day: day),
      let hour = Self.number(text[11..<13]), let minute = Self.number(text[14..<16]),
      let second = Self.number(text[17..<19]), hour < 24, minute < 60, second < 60,
      let microseconds = Self.number(text[20..<26])
    else { return nil }
    self.init(
      seconds: Int64(date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second),
      nanoseconds: Int32(microseconds) * 1_000)
  }

  private static func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var value = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    return value
  }
}
