import Environment

/// A clock that moves as a test says.
public final class ManualClock: Clock {
  /// What the clock shows.
  public var time: Timestamp
  /// By how much each look moves it, in milliseconds.
  public var step: Int64 = 0

  /// A clock that shows 2024-01-15T10:30:00Z unless told otherwise.
  public init(_ time: Timestamp = Timestamp(seconds: 1_705_314_600, nanoseconds: 0)) {
    self.time = time
  }

  public func now() -> Timestamp {
    defer { advance(milliseconds: step) }
    return time
  }

  /// Moves the clock.
  public func advance(milliseconds: Int64) {
    time = time.adding(milliseconds: milliseconds)
  }
}
