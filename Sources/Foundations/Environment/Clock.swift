import Glibc

/// Tells the time; a test passes one of its own.
public protocol Clock {
  /// The present instant.
  func now() -> Timestamp
}

/// The system's real-time clock.
public struct SystemClock: Clock, Sendable {
  public init() {}

  public func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec))
  }
}
