import Environment
import TestSupport
import Testing

struct TimestampReadingTests {
  static let instants: [(String, Int64, Int32)] = [
    ("1970-01-01T00:00:00Z", 0, 0),
    ("1969-12-31T23:59:59.999999999Z", -1, 999_999_999),
    ("2024-01-15T10:30:00Z", 1_705_314_600, 0),
    ("2024-01-15T10:30:00.5Z", 1_705_314_600, 500_000_000),
    ("2024-01-15T10:30:00.123Z", 1_705_314_600, 123_000_000),
    ("2024-01-15T10:30:00.123456Z", 1_705_314_600, 123_456_000),
    ("2024-01-15T10:30:00.123456789Z", 1_705_314_600, 123_456_789),
    ("2024-01-15T10:30:00.1234567899999Z", 1_705_314_600, 123_456_789),
    ("2024-01-15t10:30:00z", 1_705_314_600, 0),
    ("2024-01-15T11:30:00+01:00", 1_705_314_600, 0),
    ("2024-01-15T05:00:00-05:30", 1_705_314_600, 0),
    ("2024-01-15T10:30:00-00:00", 1_705_314_600, 0),
    ("2024-01-16T10:29:00+23:59", 1_705_314_600, 0),
    ("2000-02-29T00:00:00Z", 951_782_400, 0),
    ("2024-02-29T23:59:59Z", 1_709_251_199, 0),
    ("2100-02-28T23:59:59Z", 4_107_542_399, 0),
    ("2100-03-01T00:00:00Z", 4_107_542_400, 0),
    ("0000-01-01T00:00:00Z", -62_167_219_200, 0),
    ("0000-02-29T00:00:00Z", -62_162_121_600, 0),
    ("9999-12-31T23:59:59.999999999Z", 253_402_300_799, 999_999_999),
    ("2038-01-19T03:14:08Z", 2_147_483_648, 0),
  ]

  @Test(arguments: instants)
  func reads(text: String, seconds: Int64, nanoseconds: Int32) {
    #expect(Timestamp(rfc3339: text) == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
  }

  @Test(arguments: [
    "", "2024", "2024-01-15", "2024-01-15T10:30:00", "2024-01-15 10:30:00Z", "2024-01-15T10:30Z", "24-01-15T10:30:00Z",
    "2024-1-15T10:30:00Z", "2024-13-01T00:00:00Z", "2024-00-01T00:00:00Z", "2024-01-32T00:00:00Z",
    "2024-01-00T00:00:00Z", "2023-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2024-04-31T00:00:00Z",
    "2024-01-15T24:00:00Z", "2024-01-15T10:60:00Z", "2024-01-15T10:30:00.Z",
    "2024-01-15T10:30:00,5Z", "2024-01-15T10:30:00+0100", "2024-01-15T10:30:00+24:00", "2024-01-15T10:30:00+01:60",
    "2024-01-15T10:30:00+01", "2024-01-15T10:30:00ZZ", " 2024-01-15T10:30:00Z", "2024-01-15T10:30:00Z ",
    "2024-01-15T10:30:00Z\n", "-2024-01-15T10:30:00Z", "+2024-01-15T10:30:00Z", "12024-01-15T10:30:00Z",
    "0000-01-01T00:00:00+00:01", "9999-12-31T23:59:59-00:01", "２024-01-15T10:30:00Z", "2024-01-15T10:30:00é",
    "2024-01-15T10:30:0\u{0}Z", "yesterday", "1705314600",
  ])
  func refuses(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  /// The seconds at the ends of 2016 and of June 2015 were there; the others could have been.
  @Test(
    arguments: [
      ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999999Z"), ("2015-06-30t23:59:60z", "2015-06-30T23:59:59.999999Z"),
      ("2017-01-01T00:59:60+01:00", "2016-12-31T23:59:59.999999Z"),
      ("2016-12-31T18:29:60-05:30", "2016-12-31T23:59:59.999999Z"),
      ("2016-12-31T23:59:60.000Z", "2016-12-31T23:59:59.999999Z"),
      ("2016-12-31T23:59:60.9999999Z", "2016-12-31T23:59:59.999999Z"),
      ("2024-02-29T23:59:60Z", "2024-02-29T23:59:59.999999Z"), ("1969-12-31T23:59:60Z", "1969-12-31T23:59:59.999999Z"),
      ("0000-01-31T23:59:60Z", "0000-01-31T23:59:59.999999Z"), ("9999-12-31T23:59:60Z", "9999-12-31T23:59:59.999999Z"),
      ("9999-12-31T23:58:60-00:01", "9999-12-31T23:59:59.999999Z"),
    ])
  func takesALeapSecondForTheLastMicrosecondBeforeIt(text: String, expected: String) throws {
    #expect(try #require(Timestamp(rfc3339: text)).rfc3339 == expected)
  }

  @Test(arguments: [
    "2016-12-31T23:59:61Z", "2016-12-31T23:58:60Z", "2016-12-31T22:59:60Z", "2016-12-31T23:59:60+01:00",
    "2016-12-31T23:59:60-00:01", "2016-12-30T23:59:60Z", "2024-02-28T23:59:60Z", "2017-01-01T00:00:60Z",
    "2016-12-31T23:59:60.Z", "0000-01-01T00:00:60+00:01",
  ])
  func refusesTheSecondSixtyElsewhere(text: String) {
    #expect(Timestamp(rfc3339: text) == nil)
  }

  static let httpDates: [(String, Int64?)] = [
    ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
    ("Thu, 01 Jan 1970 00:00:00 GMT", 0),
    ("Thu, 29 Feb 2024 23:59:59 GMT", 1_709_251_199),
    ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
    ("Sun Nov  6 08:49:37 1994", nil),
    ("Sun, 06 Nov 1994 08:49:60 GMT", nil),
    ("Sun, 31 Feb 1994 08:49:37 GMT", nil),
    ("Sun, 06 Nov 1994 08:49:37 UTC", nil),
    ("Sun, 06 Nov 1994 08:49:37 GMT ", nil),
    ("Sun, 6 Nov 1994 08:49:37 GMT", nil),
    ("sun, 06 nov 1994 08:49:37 gmt", nil),
    ("Sun", nil),
    ("", nil),
  ]

  @Test(arguments: httpDates)
  func readsHTTPDates(text: String, seconds: Int64?) {
    #expect(Timestamp(httpDate: text)?.seconds == seconds)
  }

  @Test(arguments: 0..<20)
  func damagedTextNeverCrashes(seed: UInt64) {
    let random = SeededRandomness(seed: seed)
    for _ in 0..<500 {
      let text = Self.damaged("2024-01-15T10:30:00.123456+01:00", random)
      if let instant = Timestamp(rfc3339: text) { #expect(Timestamp(rfc3339: instant.rfc3339) != nil) }
      _ = Timestamp(httpDate: Self.damaged("Sun, 06 Nov 1994 08:49:37 GMT", random))
    }
  }

  private static func damaged(_ text: String, _ random: SeededRandomness) -> String {
    var bytes = Array(text.utf8)
    for _ in 0...random.below(3) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
    bytes.removeLast(random.below(4))
    return String(decoding: bytes, as: UTF8.self)
  }
}

@Suite("Timestamps in the form that is written")
struct WrittenTimestampTests {
  private func read(_ text: String) -> Timestamp? {
    Array(text.utf8).withUnsafeBufferPointer { Timestamp(written: $0) }
  }

  @Test(arguments: [-62_167_219_200, -1, 0, 951_782_399, 1_705_314_600, 253_402_300_799] as [Int64])
  func comesBack(seconds: Int64) {
    for nanoseconds: Int32 in [0, 1_000, 999_999_000] {
      let instant = Timestamp(seconds: seconds, nanoseconds: nanoseconds)
      #expect(read(instant.rfc3339) == instant)
    }
  }

  @Test(
    "other forms are not taken",
    arguments: [
      "", "2024-01-15T10:30:00Z", "2024-01-15T10:30:00.00000Z", "2024-01-15T10:30:00.0000000Z",
      "2024-01-15t10:30:00.000000Z", "2024-01-15T10:30:00.000000z", "2024-01-15T10:30:00.000000+",
      "2024-02-30T10:30:00.000000Z",
      "2024-13-15T10:30:00.000000Z", "2024-01-15T24:30:00.000000Z", "2024-01-15T10:60:00.000000Z",
      "2016-12-31T23:59:60.000000Z", "2024-01-15 10:30:00.000000Z", "2024-01-15T10:30:00,000000Z",
      "2024-01-15T10:30:00.00000aZ", "-024-01-15T10:30:00.000000Z", "2024/01-15T10:30:00.000000Z",
      "٢024-01-15T10:30:00.0000Z",
    ])
  func otherForms(text: String) {
    #expect(read(text) == nil)
  }
}
