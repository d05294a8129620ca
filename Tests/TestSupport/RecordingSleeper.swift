import Environment

/// A sleeper that returns at once, keeps what it was asked for, and moves a clock by it.
public final class RecordingSleeper: Sleeper {
  /// The sleeps asked for, in milliseconds, in order.
  public private(set) var sleeps: [Int] = []
  private let clock: ManualClock?

  /// A sleeper that moves `clock`, if given, by each sleep.
  public init(clock: ManualClock? = nil) {
    self.clock = clock
  }

  public func sleep(milliseconds: Int) {
    sleeps.append(milliseconds)
    clock?.advance(milliseconds: Int64(milliseconds))
  }
}
