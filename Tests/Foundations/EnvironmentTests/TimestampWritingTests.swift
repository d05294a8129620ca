import Environment
import Foundation
import TestSupport
import Testing

struct TimestampWritingTests {
  static let texts: [(String, String)] = [
    ("2024-01-15T10:30:00Z", "2024-01-15T10:30:00.000000Z"),
    ("2024-01-15T10:30:00.5+01:00", "2024-01-15T09:30:00.500000Z"),
    ("2024-01-15T10:30:00.123456789Z", "2024-01-15T10:30:00.123456Z"),
    ("1969-12-31T23:59:59.000001Z", "1969-12-31T23:59:59.000001Z"),
    ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000000Z"),
    ("9999-12-31T23:59:59.999999999Z", "9999-12-31T23:59:59.999999Z"),
    ("2000-02-29T12:00:00Z", "2000-02-29T12:00:00.000000Z"),
    ("1900-03-01T00:00:00Z", "1900-03-01T00:00:00.000000Z"),
  ]

  @Test(arguments: texts)
  func writesSixDigitsInUTC(text: String, expected: String) throws {
    #expect(try #require(Timestamp(rfc3339: text)).rfc3339 == expected)
  }

  static let ceilings: [(String, String?)] = [
    ("2024-01-15T10:30:00Z", "2024-01-15T10:30:00.000000Z"),
    ("2024-01-15T10:30:00.123456Z", "2024-01-15T10:30:00.123456Z"),
    ("2024-01-15T10:30:00.123456001Z", "2024-01-15T10:30:00.123457Z"),
    ("2024-01-15T10:30:00.999999999Z", "2024-01-15T10:30:01.000000Z"),
    ("2024-12-31T23:59:59.999999001Z", "2025-01-01T00:00:00.000000Z"),
    ("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z"),
    ("9999-12-31T23:59:59.999999001Z", nil),
  ]

  @Test(arguments: ceilings)
  func roundsUpForLowerBounds(text: String, expected: String?) throws {
    #expect(try #require(Timestamp(rfc3339: text)).rfc3339Ceiling == expected)
  }

  @Test func staysWithinFourDigitYears() {
    #expect(Timestamp(seconds: .max, nanoseconds: 0).rfc3339 == "9999-12-31T23:59:59.999999Z")
    #expect(Timestamp(seconds: .min, nanoseconds: 0).rfc3339 == "0000-01-01T00:00:00.000000Z")
    #expect(Timestamp(seconds: .max, nanoseconds: 0).rfc3339Ceiling == nil)
    #expect(Timestamp(seconds: .min, nanoseconds: 1).rfc3339Ceiling == "0000-01-01T00:00:00.000000Z")
    #expect(Timestamp(seconds: .max, nanoseconds: 0).basicDate == "99991231T235959Z")
  }

  @Test func writesTheBasicDate() {
    #expect(Timestamp(rfc3339: "2024-01-15T10:30:00.9Z")?.basicDate == "20240115T103000Z")
    #expect(Timestamp(rfc3339: "0001-02-03T04:05:06Z")?.basicDate == "00010203T040506Z")
  }

  @Test(arguments: 0..<20)
  func readsBackWhatItWrites(seed: UInt64) throws {
    let random = SeededRandomness(seed: seed)
    var previous: (Timestamp, String)?
    for _ in 0..<200 {
      let seconds = Int64(random.below(315_569_520_000)) - 62_167_219_200
      let instant = Timestamp(seconds: seconds, nanoseconds: Int32(random.below(1_000_000)) * 1000)
      let text = instant.rfc3339
      #expect(Timestamp(rfc3339: text) == instant)
      #expect(instant.rfc3339Ceiling == text)
      if let (other, otherText) = previous { #expect((other < instant) == (otherText < text)) }
      previous = (instant, text)
    }
  }

  /// Foundation's calendar, asked for the years since the Gregorian reform (it is Julian before).
  @Test(arguments: 0..<10)
  func agreesWithFoundation(seed: UInt64) {
    let random = SeededRandomness(seed: seed)
    for _ in 0..<100 {
      let seconds = Int64(random.below(265_000_000_000)) - 12_000_000_000
      let date = Date(timeIntervalSince1970: TimeInterval(seconds))
      let expected = date.formatted(.iso8601)
      #expect(Timestamp(rfc3339: expected)?.seconds == seconds)
    }
  }
}
