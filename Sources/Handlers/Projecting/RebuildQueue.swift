import AWSCore
import Environment
import SQS

/// The queue through which the parts of a rebuild go on: one that feeds this same function.
public protocol RebuildQueue: AnyObject {
  /// Sends a message.
  ///
  /// - Parameter delaySeconds: before it is delivered, 0 to 900.
  func send(_ body: String, delaySeconds: Int, deadline: Timestamp?) throws(AWSError)
}

/// A ``RebuildQueue`` of SQS.
public final class SQSRebuildQueue: RebuildQueue {
  private let client: SQSClient
  private let url: String

  /// - Parameter url: `REBUILD_QUEUE_URL`.
  public init(client: SQSClient, url: String) {
    self.client = client
    self.url = url
  }

  public func send(_ body: String, delaySeconds: Int, deadline: Timestamp?) throws(AWSError) {
    _ = try client.send(body, delaySeconds: delaySeconds, toQueue: url, deadline: deadline)
  }
}
