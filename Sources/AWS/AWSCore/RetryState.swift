/// One call's way through its attempts.
struct RetryState: Hashable, Sendable {
  enum Decision: Hashable, Sendable {
    case retry(delayMilliseconds: Double)
    case attemptsExhausted
    case quotaExhausted
    case permanent
    /// The deadline comes before the next attempt would.
    case outOfTime
  }

  /// Attempts that have failed so far.
  private(set) var failures = 0
  private(set) var lastCost: Int?

  /// Counts a failed attempt, and takes the price of the next one if there is to be one.
  ///
  /// - Parameter remainingMilliseconds: until the call's deadline; nil if it has none.
  mutating func decide(
    _ kind: ErrorClass, policy: RetryPolicy, quota: inout RetryQuota, jitter: Double, retryAfter: String?,
    remainingMilliseconds: Int64? = nil
  ) -> Decision {
    failures += 1
    if kind == .permanent { return .permanent }
    if failures >= policy.maxAttempts { return .attemptsExhausted }
    let delay = policy.delayMilliseconds(after: failures, kind, jitter: jitter, retryAfter: retryAfter)
    if let remainingMilliseconds, delay.rounded(.up) >= Double(remainingMilliseconds) { return .outOfTime }
    guard let cost = quota.acquire(for: kind) else { return .quotaExhausted }
    lastCost = cost
    return .retry(delayMilliseconds: delay)
  }

  /// Counts a failed attempt of a call that is tried again only along with others: it shares their wait and takes no tokens.
  mutating func decideAlongWithOthers(_ kind: ErrorClass, policy: RetryPolicy) -> Decision {
    failures += 1
    if kind == .permanent { return .permanent }
    return failures >= policy.maxAttempts ? .attemptsExhausted : .retry(delayMilliseconds: 0)
  }
}
