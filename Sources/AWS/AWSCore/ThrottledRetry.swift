/// A request's way through retries after throttling that came inside an answer of another kind, such as the reasons of
/// a cancelled transaction. The client does not see that by itself, so whoever reads the answer asks it to wait.
public struct ThrottledRetry: Hashable, Sendable {
  /// Waits so far.
  public internal(set) var waits = 0
  /// What the last wait took from the client's retry tokens.
  var lastCost: Int?

  /// Of a request that was not throttled yet.
  public init() {}
}
