import Environment

/// A clock that moves only when a test says so.
public final class ManualClock: Clock {
  /// What the clock shows.
  public var time: Timestamp

  /// A clock that shows 2024-01-15T10:30:00Z unless told otherwise.
  public init(_ time: Timestamp = Timestamp(seconds: 1_705_314_600, nanoseconds: 0)) {
    self.time = time
  }

  public func now() -> Timestamp { time }

  /// Moves the clock.
  public func advance(milliseconds: Int64) {
    time = time.adding(milliseconds: milliseconds)
  }
}
