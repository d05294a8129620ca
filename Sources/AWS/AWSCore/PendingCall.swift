import Environment
import JSON

/// A call that is under way.
struct PendingCall {
  let call: AWSCall
  let start: Timestamp
  var retry = RetryState()
  /// What to wait before the next attempt, in milliseconds.
  var delayMilliseconds = 0
  /// What the last attempt ended with, where another one is to follow.
  var lastFailure: AWSError.Kind?
  /// Whether an attempt so far may have been carried out without a definite answer.
  var mayHaveExecuted = false
  private(set) var result: Result<JSONValue, AWSError>?

  init(_ call: AWSCall, start: Timestamp) {
    self.call = call
    self.start = start
  }

  mutating func succeed(_ output: JSONValue) {
    result = .success(output)
  }

  /// Ends with what the last attempt ended with.
  mutating func giveUp(service: String) {
    if let lastFailure { fail(lastFailure, service: service) }
  }

  mutating func fail(_ kind: AWSError.Kind, service: String) {
    let error = AWSError(
      kind: kind, call: "\(service) \(call.operation)", attempts: retry.failures, mayHaveExecuted: mayHaveExecuted)
    result = .failure(error)
  }
}
