import Environment

/// How long a writer that was beaten waits before it tries again, and when it gives up.
///
/// Full jitter: anything between nothing and a bound that doubles with each loss, so that many writers on one aggregate
/// spread out instead of meeting again.
public struct ConflictRetry {
  /// How many lost races are enough.
  public static let maximumConflicts = 60
  /// The bound of the first wait, and the highest bound, in milliseconds.
  public static let firstBound = 8
  public static let highestBound = 400
  /// What must be left of the invocation for another try, in milliseconds.
  public static let reserve: Int64 = 750

  private let clock: any Clock
  private let sleeper: any Sleeper
  private let randomness: any Randomness

  public init(clock: any Clock, sleeper: any Sleeper, randomness: any Randomness) {
    self.clock = clock
    self.sleeper = sleeper
    self.randomness = randomness
  }

  /// Waits before the next try.
  ///
  /// - Returns: false, without waiting, where there is no next try: too many conflicts, or too little time.
  public func pause(afterConflict conflict: Int, deadline: Timestamp?) -> Bool {
    guard conflict < Self.maximumConflicts else { return false }
    let doublings = min(max(conflict - 1, 0), 16)
    let bound = min(Self.highestBound, Self.firstBound << doublings)
    let wait = Int(randomness.unit() * Double(bound))
    if let deadline, deadline.milliseconds(since: clock.now()) < Int64(wait) + Self.reserve { return false }
    sleeper.sleep(milliseconds: wait)
    return true
  }
}
