import Environment

extension Timestamp {
  /// What all work leaves of its invocation anyhow, at least, in milliseconds.
  private static var usualReserve: Int64 { 1_500 }

  /// By when work has to be done that another invocation can go on with, where this is the invocation's own deadline.
  ///
  /// Such work fills whatever time it has, and tells by its length nothing about how it goes. So it leaves a quarter of
  /// its time: the alarms on durations, at four fifths of the time-out, are for work that cannot be divided.
  ///
  /// - Parameter start: when the work begins.
  /// - Returns: this deadline itself, of invocations so short that what work leaves anyhow is a quarter of their time.
  public func forDivisibleWork(from start: Timestamp) -> Timestamp {
    adding(milliseconds: min(0, Self.usualReserve - milliseconds(since: start) / 4))
  }
}
