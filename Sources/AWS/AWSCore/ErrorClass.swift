/// What an answer means for trying again (AWS SDKs and Tools reference, "Retry behavior", standard mode).
enum ErrorClass: Hashable, Sendable {
  /// The service asks for less: try again after a long delay.
  case throttling
  /// Likely to go away by itself: try again after a short delay.
  case transient
  /// Trying the same again would give the same.
  case permanent

  private static let throttlingCodes: Set<String> = [
    "BandwidthLimitExceeded", "EC2ThrottledException", "LimitExceededException", "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException", "RequestLimitExceeded", "RequestThrottled",
    "RequestThrottledException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
    "TooManyRequestsException", "TransactionInProgressException",
  ]
  /// `ReplicatedWriteConflictException` is DynamoDB's for multi-Region strong consistency; its model marks it so.
  private static let transientCodes: Set<String> = [
    "PriorRequestNotComplete", "ReplicatedWriteConflictException", "RequestTimeout", "RequestTimeoutException",
  ]

  static func isThrottling(code: String?) -> Bool {
    code.map(throttlingCodes.contains) ?? false
  }

  static func isTransient(code: String?, status: Int) -> Bool {
    code.map(transientCodes.contains) ?? false || [500, 502, 503, 504].contains(status)
  }

  /// The code says more than the status, so it is asked first.
  init(code: String?, status: Int) {
    if Self.isThrottling(code: code) {
      self = .throttling
    } else {
      self = Self.isTransient(code: code, status: status) ? .transient : .permanent
    }
  }
}
