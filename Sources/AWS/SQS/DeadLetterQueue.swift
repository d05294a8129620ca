import AWSCore
import Environment
import JSON

/// Takes what can never be processed, each with its reason, so that what stands behind it passes.
public final class DeadLetterQueue {
  private static let longestReason = 1_000

  private let client: SQSClient
  private let queueURL: String
  /// The queue's name, the last part of its URL and of its ARN.
  public let name: String

  /// - Parameter queueURL: `DEAD_LETTER_QUEUE_URL`.
  public init(client: SQSClient, queueURL: String) {
    self.client = client
    self.queueURL = queueURL
    name = queueURL.split(separator: "/").last.map(String.init) ?? ""
  }

  /// Puts one message into the queue.
  ///
  /// - Parameters:
  ///   - message: small, without anything that callers sent.
  ///   - code: the message attribute `ERROR_CODE`, as Lambda's and EventBridge's own letters carry it.
  /// - Throws: `AWSError` if it is not there; then what it is about must not be acknowledged.
  public func take(_ message: JSONValue, code: String, deadline: Timestamp?) throws(AWSError) {
    _ = try client.send(message.text, attributes: [("ERROR_CODE", code)], toQueue: queueURL, deadline: deadline)
  }

  /// A reason in words, short enough for a message.
  public static func shortened(_ reason: String) -> JSONValue { .string(String(reason.prefix(longestReason))) }
}
