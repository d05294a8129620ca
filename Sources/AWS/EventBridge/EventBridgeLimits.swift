/// What EventBridge refuses ("Amazon EventBridge quotas" and `PutEvents` in the API reference).
public enum EventBridgeLimits {
  /// Entries of one request.
  public static let entries = 10
  /// Bytes of all entries of a request. EventBridge takes 1 MB since January 2026 (AWS Compute Blog, "More room to build:
  /// serverless services now support payloads up to 1 MB"); pages of its documentation still say 256 KB, and keeping to that
  /// costs no more than a request now and then.
  public static let requestSize = 256 * 1_024
}
