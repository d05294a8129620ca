/// Writes an instant of the years 0000 to 9999 as fixed-width ASCII fields.
struct DigitWriter {
  private var bytes: [UInt8] = []

  /// `2024-01-15T10:30:00.000000Z`.
  static func rfc3339(_ instant: Timestamp) -> String {
    var writer = DigitWriter()
    writer.date(instant, separator: "-")
    writer.bytes.append(UInt8(ascii: "T"))
    writer.time(instant, separator: ":")
    writer.bytes.append(UInt8(ascii: "."))
    writer.number(Int(instant.nanoseconds) / 1000, digits: 6)
    return writer.ended
  }

  /// `20240115T103000Z`.
  static func basicDate(_ instant: Timestamp) -> String {
    var writer = DigitWriter()
    writer.date(instant, separator: "")
    writer.bytes.append(UInt8(ascii: "T"))
    writer.time(instant, separator: "")
    return writer.ended
  }

  private init() {
    bytes.reserveCapacity(27)
  }

  private var ended: String {
    String(decoding: bytes, as: UTF8.self) + "Z"
  }

  private mutating func date(_ instant: Timestamp, separator: String) {
    let date = CivilDate(daysSinceEpoch: CivilDate.floorDivision(Int(instant.seconds), 86_400))
    number(date.year, digits: 4)
    bytes.append(contentsOf: separator.utf8)
    number(date.month, digits: 2)
    bytes.append(contentsOf: separator.utf8)
    number(date.day, digits: 2)
  }

  private mutating func time(_ instant: Timestamp, separator: String) {
    let seconds = Int(instant.seconds)
    let second = seconds - CivilDate.floorDivision(seconds, 86_400) * 86_400
    number(second / 3600, digits: 2)
    bytes.append(contentsOf: separator.utf8)
    number(second / 60 % 60, digits: 2)
    bytes.append(contentsOf: separator.utf8)
    number(second % 60, digits: 2)
  }

  private mutating func number(_ value: Int, digits: Int) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
      divisor /= 10
    }
  }
}
