/// What EventBridge refuses ("Amazon EventBridge quotas" and `PutEvents` in the API reference).
public enum EventBridgeLimits {
  /// Entries of one request.
  public static let entries = 10
  /// Bytes of one entry: 1 MB since January 2026 (AWS Compute Blog, "More room to build: serverless services now support
  /// payloads up to 1 MB"), 256 KB before.
  public static let entrySize = 1_024 * 1_024
  /// Bytes of all entries of a request that holds more than one. EventBridge once allowed 256 KB for the whole request,
  /// and pages of its documentation still say so: keeping to that costs no more than a request now and then.
  public static let requestSize = 256 * 1_024
}
