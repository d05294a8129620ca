extension Timestamp: CustomStringConvertible {
  /// 0000-01-01T00:00:00Z, the first instant with a four-digit year.
  static let earliestWritable = Timestamp(seconds: -62_167_219_200, nanoseconds: 0)
  /// The last microsecond of the year 9999.
  static let latestWritable = Timestamp(seconds: 253_402_300_799, nanoseconds: 999_999_000)

  /// Reads an RFC 3339 instant and normalises it to UTC.
  ///
  /// Any offset, `t` and `z` in lower case, no fraction or any number of fraction digits (beyond nine they are cut off).
  /// A leap second is the last microsecond of its minute, whatever its fraction: Unix time has no place for it. It is taken
  /// where one may be, at 23:59:60 UTC on the last day of a month (RFC 3339 section 5.7 and appendix D; ITU-R TF.460-6), as
  /// the offset puts it: `2016-12-31T23:59:60Z`, `2017-01-01T00:59:60+01:00`.
  ///
  /// nil for anything else, for the second 60 elsewhere, and where the year in UTC is not 0000 to 9999.
  public init?(rfc3339 text: String) {
    // Nearly all texts are our own.
    if let written = text.utf8.withContiguousStorageIfAvailable(Timestamp.init(written:)) ?? nil {
      self = written
      return
    }
    var reader = DigitReader(text)
    guard let date = reader.date(), reader.take("T", "t"), let time = reader.timeOfDay() else { return nil }
    guard let nanoseconds = reader.fraction(), let offset = reader.offset(), reader.isAtEnd else { return nil }
    let seconds = date.daysSinceEpoch * 86_400 + time.seconds - offset
    if time.isLeapSecond, !CivilDate.isLastSecondOfMonth(seconds) { return nil }
    let instant = Timestamp(seconds: Int64(seconds), nanoseconds: time.isLeapSecond ? 999_999_000 : nanoseconds)
    guard (Self.earliestWritable.seconds...Self.latestWritable.seconds).contains(instant.seconds) else { return nil }
    self = instant
  }

  /// A regular expression for what ``init(rfc3339:)`` reads, for schemas. It knows neither how many days a month has nor
  /// where a leap second may be.
  public static let rfc3339Pattern =
    "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:([0-5][0-9]|60)(\\.[0-9]+)?"
    + "([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$"

  /// The instant in UTC with exactly six fraction digits, cut off below a microsecond: `2024-01-15T10:30:00.000000Z`.
  ///
  /// The order of such texts is the order of time. Instants outside the years 0000 to 9999 give the nearest text there is.
  public var rfc3339: String {
    var text: [UInt8] = []
    text.reserveCapacity(27)
    appendRFC3339(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends ``rfc3339`` as ASCII.
  public func appendRFC3339(to text: inout [UInt8]) {
    DigitWriter.append(rfc3339: min(max(self, Self.earliestWritable), Self.latestWritable), to: &text)
  }

  /// The smallest text of `rfc3339`'s form that is not before this instant, nil past the year 9999.
  ///
  /// For inclusive lower bounds: an instant with nanoseconds lies between two texts, and `rfc3339` is the lower one.
  public var rfc3339Ceiling: String? {
    guard self <= Self.latestWritable else { return nil }
    let rest = nanoseconds % 1000
    if rest == 0 { return rfc3339 }
    return Timestamp(seconds: seconds, nanoseconds: nanoseconds - rest + 1000).rfc3339
  }

  /// The instant as signature version 4 wants it, to the second: `20240115T103000Z` (ISO 8601 basic format).
  public var basicDate: String {
    var text: [UInt8] = []
    text.reserveCapacity(16)
    DigitWriter.append(basic: min(max(self, Self.earliestWritable), Self.latestWritable), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  public var description: String { rfc3339 }
}
