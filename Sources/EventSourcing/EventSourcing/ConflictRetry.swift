import Environment

/// How long a writer that was beaten waits before it tries again, and when it gives up.
///
/// Full jitter: anything between nothing and a bound that doubles with each loss, so that many writers on one aggregate
/// spread out instead of meeting again. The bound starts at the time that the lost try took: the slower the store
/// answers, the longer a try is open to being beaten.
public struct ConflictRetry {
  /// How many lost races are enough.
  public static let maximumConflicts = 100
  /// The least bound of the first wait, and the highest bound, in milliseconds.
  public static let firstBound: Int64 = 8
  public static let highestBound: Int64 = 5_000
  /// What must be left of the invocation for another try, in milliseconds.
  public static let reserve: Int64 = 750

  /// One command's way through its lost races.
  public struct Race: Hashable, Sendable {
    /// Races lost so far.
    public private(set) var conflicts = 0
    private var begun: Timestamp

    fileprivate init(begun: Timestamp) {
      self.begun = begun
    }

    /// - Returns: what the lost try took, in milliseconds.
    fileprivate mutating func lose(at now: Timestamp) -> Int64 {
      conflicts += 1
      return now.milliseconds(since: begun)
    }

    fileprivate mutating func begin(at now: Timestamp) {
      begun = now
    }
  }

  private let clock: any Clock
  private let sleeper: any Sleeper
  private let randomness: any Randomness

  public init(clock: any Clock, sleeper: any Sleeper, randomness: any Randomness) {
    self.clock = clock
    self.sleeper = sleeper
    self.randomness = randomness
  }

  /// The first try begins.
  public func begin() -> Race { Race(begun: clock.now()) }

  /// Counts a lost race that is not waited for.
  public func lose(_ race: inout Race) {
    _ = race.lose(at: clock.now())
    race.begin(at: clock.now())
  }

  /// Counts a lost race and waits before the next try.
  ///
  /// - Returns: false, without waiting, where there is no next try: too many conflicts, or too little time.
  public func pause(_ race: inout Race, deadline: Timestamp?) -> Bool {
    let took = race.lose(at: clock.now())
    guard pause(afterConflict: race.conflicts, took: took, deadline: deadline) else { return false }
    race.begin(at: clock.now())
    return true
  }

  /// Waits before the next try.
  ///
  /// - Parameter took: what the lost try took, in milliseconds.
  /// - Returns: false, without waiting, where there is no next try: too many conflicts, or too little time.
  public func pause(afterConflict conflict: Int, took: Int64 = 0, deadline: Timestamp?) -> Bool {
    guard conflict < Self.maximumConflicts else { return false }
    let first = min(max(took, Self.firstBound), Self.highestBound)
    let bound = min(Self.highestBound, first << Int64(min(max(conflict - 1, 0), 16)))
    var wait = Int64(randomness.unit() * Double(bound))
    if let deadline {
      let left = deadline.milliseconds(since: clock.now()) - Self.reserve
      if left < 0 { return false }
      wait = min(wait, left)
    }
    sleeper.sleep(milliseconds: Int(wait))
    return true
  }
}
