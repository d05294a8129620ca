import Environment

/// Waits for what only the reader of an answer can see: part of it was not done.
extension AWSClient {
  /// Waits before what a service left undone in an answer (unprocessed items, failed entries) is asked for again, as
  /// long as after so many transient failures.
  ///
  /// - Parameter failures: answers in a row that left something undone, at least one.
  /// - Returns: false, without waiting, if that many are as many attempts as a call may have, or if the wait would not
  ///   end before the deadline.
  public func backOff(after failures: Int, deadline: Timestamp?) -> Bool {
    guard failures < configuration.retryPolicy.maxAttempts else { return false }
    guard let delay = delay(after: failures, .transient, deadline: deadline) else { return false }
    sleeper.sleep(milliseconds: delay)
    return true
  }

  /// Waits before a request is sent anew that was throttled inside an answer of another kind, as long as after so many
  /// throttled calls. The retry tokens that bound the client's own retries bound these too; their number is not
  /// bounded otherwise. Say with `release(_:)` that the request went through.
  ///
  /// - Returns: false, without waiting or taking tokens, if the tokens do not suffice, or if the wait would not end
  ///   before the deadline.
  public func waitBeforeRetry(of request: inout ThrottledRetry, deadline: Timestamp?) -> Bool {
    guard let delay = delay(after: request.waits + 1, .throttling, deadline: deadline),
      let cost = quota.acquire(for: .throttling)
    else { return false }
    request.waits += 1
    request.lastCost = cost
    sleeper.sleep(milliseconds: delay)
    return true
  }

  /// Gives the tokens of the last wait back, because the service took the request in the end.
  public func release(_ request: ThrottledRetry) {
    if let cost = request.lastCost { quota.release(cost) }
  }

  /// - Returns: milliseconds; nil if so long a wait would not end before the deadline.
  private func delay(after failures: Int, _ errorClass: ErrorClass, deadline: Timestamp?) -> Int? {
    let exactDelay = configuration.retryPolicy.delayMilliseconds(
      after: failures, errorClass, jitter: randomness.unit(), retryAfter: nil)
    let delay = Int(exactDelay.rounded(.up))
    if let deadline, deadline.milliseconds(since: clock.now()) <= delay { return nil }
    return delay
  }
}
