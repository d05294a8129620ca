/// Writes an instant of the years 0000 to 9999 as fixed-width ASCII fields.
struct DigitWriter {
  /// Appends `2024-01-15T10:30:00.000000Z`.
  static func append(rfc3339 instant: Timestamp, to bytes: inout [UInt8]) {
    append(date: instant, separator: UInt8(ascii: "-"), to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    append(time: instant, separator: UInt8(ascii: ":"), to: &bytes)
    bytes.append(UInt8(ascii: "."))
    append(Int(instant.nanoseconds) / 1000, divisor: 100_000, to: &bytes)
    bytes.append(UInt8(ascii: "Z"))
  }

  /// Appends `20240115T103000Z`.
  static func append(basic instant: Timestamp, to bytes: inout [UInt8]) {
    append(date: instant, separator: nil, to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    append(time: instant, separator: nil, to: &bytes)
    bytes.append(UInt8(ascii: "Z"))
  }

  private static func append(date instant: Timestamp, separator: UInt8?, to bytes: inout [UInt8]) {
    let date = CivilDate(daysSinceEpoch: CivilDate.floorDivision(Int(instant.seconds), 86_400))
    append(date.year, divisor: 1000, to: &bytes)
    if let separator { bytes.append(separator) }
    append(date.month, divisor: 10, to: &bytes)
    if let separator { bytes.append(separator) }
    append(date.day, divisor: 10, to: &bytes)
  }

  private static func append(time instant: Timestamp, separator: UInt8?, to bytes: inout [UInt8]) {
    let seconds = Int(instant.seconds)
    let second = seconds - CivilDate.floorDivision(seconds, 86_400) * 86_400
    append(second / 3600, divisor: 10, to: &bytes)
    if let separator { bytes.append(separator) }
    append(second / 60 % 60, divisor: 10, to: &bytes)
    if let separator { bytes.append(separator) }
    append(second % 60, divisor: 10, to: &bytes)
  }

  /// - Parameter divisor: the power of ten that the first digit stands for.
  private static func append(_ value: Int, divisor: Int, to bytes: inout [UInt8]) {
    var divisor = divisor
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }
}
