/// An instant in UTC with nanoseconds, as Unix time counts it (no leap seconds).
public struct Timestamp: Hashable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public let seconds: Int64
  /// Nanoseconds after that second, 0 to 999,999,999.
  public let nanoseconds: Int32

  static let nanosecondsPerSecond: Int64 = 1_000_000_000

  /// An instant; nanoseconds outside 0 to 999,999,999 are carried into the seconds, which stop at the ends of 64 bits.
  public init(seconds: Int64, nanoseconds: Int32) {
    let (carry, rest) = Int64(nanoseconds).quotientAndRemainder(dividingBy: Self.nanosecondsPerSecond)
    let borrow: Int64 = rest < 0 ? 1 : 0
    self.seconds = seconds.saturatingAdding(carry - borrow)
    self.nanoseconds = Int32(rest + borrow * Self.nanosecondsPerSecond)
  }

  /// An instant so many milliseconds after 1970-01-01T00:00:00Z.
  public init(millisecondsSinceEpoch: Int64) {
    let remainder = millisecondsSinceEpoch % 1000
    let isBefore = remainder < 0
    seconds = millisecondsSinceEpoch / 1000 - (isBefore ? 1 : 0)
    nanoseconds = Int32(isBefore ? remainder + 1000 : remainder) * 1_000_000
  }

  /// Whole milliseconds since 1970-01-01T00:00:00Z, rounded down, stopping at the ends of 64 bits.
  public var millisecondsSinceEpoch: Int64 {
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    if overflow { return seconds < 0 ? .min : .max }
    return product.saturatingAdding(Int64(nanoseconds / 1_000_000))
  }

  /// The instant so many milliseconds later (earlier if negative), stopping at the ends of 64 bits of seconds.
  public func adding(milliseconds: Int64) -> Timestamp {
    let difference = Timestamp(millisecondsSinceEpoch: milliseconds)
    let sum = seconds.saturatingAdding(difference.seconds)
    return Timestamp(seconds: sum, nanoseconds: nanoseconds + difference.nanoseconds)
  }

  /// Whole milliseconds from another instant to this one, rounded down, stopping at the ends of 64 bits.
  public func milliseconds(since other: Timestamp) -> Int64 {
    let (difference, overflow) = seconds.subtractingReportingOverflow(other.seconds)
    if overflow { return seconds < other.seconds ? .min : .max }
    return Timestamp(seconds: difference, nanoseconds: nanoseconds - other.nanoseconds).millisecondsSinceEpoch
  }
}

extension Timestamp: Comparable {
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}

extension Int64 {
  fileprivate func saturatingAdding(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    if overflow { return other < 0 ? .min : .max }
    return sum
  }
}
