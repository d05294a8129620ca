import Environment

/// Keeps a walk at or below so many accounts a second.
struct RebuildPace {
  /// nil for no limit.
  let maximumPerSecond: Int?
  let clock: any Clock
  let sleeper: any Sleeper
  let began: Timestamp

  /// Waits until it is time for the account after `count` others.
  ///
  /// - Returns: false, without waiting, if the deadline comes first.
  func wait(before count: Int, deadline: Timestamp?) -> Bool {
    guard let maximumPerSecond else { return true }
    let due = began.adding(milliseconds: Int64(count) * 1_000 / Int64(maximumPerSecond))
    if let deadline, deadline <= due { return false }
    let wait = due.milliseconds(since: clock.now())
    if wait > 0 { sleeper.sleep(milliseconds: Int(wait)) }
    return true
  }
}
