import Environment

/// Is told of every finished call, for metrics and traces. Must not fail and should not take long.
public protocol CallObserver: AnyObject {
  /// - Parameters:
  ///   - service: the signing name, such as `dynamodb`.
  ///   - start: before the first attempt.
  ///   - end: after the last.
  ///   - error: nil if the call succeeded.
  func didCall(
    service: String, operation: String, start: Timestamp, end: Timestamp, attempts: Int, error: AWSError?)
}
