/// The tokens that bound a client's retries when a service is down: every retry costs some, success gives them back.
struct RetryQuota: Hashable, Sendable {
  static let capacity = 500
  static let transientCost = 14
  static let throttlingCost = 5
  /// What a call that succeeded at once gives back.
  static let refillWithoutRetry = 1

  private(set) var available: Int

  init(available: Int = RetryQuota.capacity) {
    self.available = available
  }

  /// Takes the price of one retry.
  ///
  /// - Returns: the price, to be given back on success; nil if the tokens do not suffice.
  mutating func acquire(for kind: ErrorClass) -> Int? {
    let cost = kind == .throttling ? Self.throttlingCost : Self.transientCost
    guard available >= cost else { return nil }
    available -= cost
    return cost
  }

  /// - Parameter lastCost: what the call's last retry took; nil if it needed none.
  mutating func release(_ lastCost: Int?) {
    available = min(Self.capacity, available + (lastCost ?? Self.refillWithoutRetry))
  }
}
