import AWSCore
import Environment

/// A transaction's way through retries, where the reasons of its cancellation say that it was throttled.
public typealias ThrottledRetry = AWSCore.ThrottledRetry

extension DynamoDBClient {
  /// Waits before a transaction is sent anew that was cancelled by throttling (`CancellationReason.isThrottling`).
  ///
  /// - Returns: false, without waiting, if the client's retry tokens do not suffice, or if the wait would not end before
  ///   the deadline.
  public func waitBeforeRetry(of request: inout ThrottledRetry, deadline: Timestamp?) -> Bool {
    client.waitBeforeRetry(of: &request, deadline: deadline)
  }

  /// Gives the retry tokens of the last wait back, because the transaction went through in the end.
  public func release(_ request: ThrottledRetry) {
    client.release(request)
  }
}
