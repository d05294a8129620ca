extension Timestamp {
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Reads the date of an HTTP header in the form IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
  ///
  /// nil for the two obsolete forms, for the leap second 60 and for anything else. The day's name is not compared with
  /// the date.
  public init?(httpDate text: String) {
    var reader = DigitReader(text)
    guard reader.name(of: Self.weekdays) != nil, reader.take(","), reader.take(" ") else { return nil }
    guard let day = reader.number(digits: 2), reader.take(" ") else { return nil }
    guard let month = reader.name(of: Self.months), reader.take(" ") else { return nil }
    guard let year = reader.number(digits: 4), reader.take(" ") else { return nil }
    guard let time = reader.timeOfDay(), !time.isLeapSecond else { return nil }
    guard reader.name(of: [" GMT"]) != nil, reader.isAtEnd else { return nil }
    guard let date = CivilDate(year: year, month: month + 1, day: day) else { return nil }
    self.init(seconds: Int64(date.daysSinceEpoch * 86_400 + time.seconds), nanoseconds: 0)
  }
}
