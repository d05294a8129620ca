import Environment
import Testing

struct TimestampArithmeticTests {
  @Test func carriesNanoseconds() {
    #expect(Timestamp(seconds: 1, nanoseconds: 1_000_000_000) == Timestamp(seconds: 2, nanoseconds: 0))
    #expect(Timestamp(seconds: 1, nanoseconds: -1) == Timestamp(seconds: 0, nanoseconds: 999_999_999))
    #expect(Timestamp(seconds: 1, nanoseconds: -1_000_000_000) == Timestamp(seconds: 0, nanoseconds: 0))
    #expect(Timestamp(seconds: .max, nanoseconds: .max).seconds == .max)
    #expect(Timestamp(seconds: .min, nanoseconds: .min).seconds == .min)
  }

  static let milliseconds: [(Int64, Int64, Int32)] = [
    (0, 0, 0), (1, 0, 1_000_000), (1500, 1, 500_000_000), (-1, -1, 999_000_000), (-1000, -1, 0),
    (-1001, -2, 999_000_000),
    (.max, 9_223_372_036_854_775, 807_000_000), (.min, -9_223_372_036_854_776, 192_000_000),
  ]

  @Test(arguments: milliseconds)
  func countsMilliseconds(value: Int64, seconds: Int64, nanoseconds: Int32) {
    let instant = Timestamp(millisecondsSinceEpoch: value)
    #expect(instant == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
    #expect(instant.millisecondsSinceEpoch == value)
  }

  @Test func addsAndSubtracts() {
    let start = Timestamp(seconds: 10, nanoseconds: 999_999_999)
    #expect(start.adding(milliseconds: 1) == Timestamp(seconds: 11, nanoseconds: 999_999))
    #expect(start.adding(milliseconds: -11_000) == Timestamp(seconds: -1, nanoseconds: 999_999_999))
    #expect(start.adding(milliseconds: 2500).milliseconds(since: start) == 2500)
    #expect(start.milliseconds(since: start.adding(milliseconds: 2500)) == -2500)
    #expect(Timestamp(seconds: 0, nanoseconds: 0).milliseconds(since: Timestamp(seconds: 0, nanoseconds: 1)) == -1)
  }

  @Test func stopsAtTheEnds() {
    let last = Timestamp(seconds: .max, nanoseconds: 999_999_999)
    let first = Timestamp(seconds: .min, nanoseconds: 0)
    #expect(last.adding(milliseconds: .max).seconds == .max)
    #expect(first.adding(milliseconds: .min).seconds == .min)
    #expect(last.milliseconds(since: first) == .max)
    #expect(first.milliseconds(since: last) == .min)
    #expect(last.millisecondsSinceEpoch == .max)
    #expect(first.millisecondsSinceEpoch == .min)
  }

  @Test func isOrdered() {
    let instants = [(-1, 5), (0, 0), (0, 1), (1, 0)].map { Timestamp(seconds: $0.0, nanoseconds: $0.1) }
    #expect(instants.reversed().sorted() == instants)
  }
}
