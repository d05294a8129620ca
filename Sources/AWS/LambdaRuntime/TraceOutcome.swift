/// How a traced call ended, in X-Ray's words.
public enum TraceOutcome: String, Hashable, Sendable {
  case success
  /// The caller's fault: a 4xx answer.
  case error
  /// Refused for its rate.
  case throttle
  /// The other side's fault: a 5xx answer, or none.
  case fault
}
