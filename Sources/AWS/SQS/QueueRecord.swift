import Environment
import JSON

/// One message as Lambda takes it from an SQS queue.
///
/// Reference: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", example event.
public struct QueueRecord: Sendable {
  /// What a message that is not done with is reported by.
  public let messageID: String
  public let body: String
  /// When it was put into the queue, in the queue's own time.
  public let sentAt: Timestamp?
  /// How often the queue has delivered it, from 1.
  public let receiveCount: Int
  /// Whether it comes from the dead-letter queue: then it stays there if it cannot be repaired.
  public let isDeadLetter: Bool

  /// - Throws: ``QueueRecordError`` for a record of another source and for one without an id, which could not be reported.
  public init(_ record: JSONValue, deadLetterQueue: String) throws(QueueRecordError) {
    guard record["eventSource"]?.string == "aws:sqs" else {
      throw .otherSource
    }
    guard let messageID = record["messageId"]?.string, !messageID.isEmpty else {
      throw .unnamed
    }
    self.messageID = messageID
    body = record["body"]?.string ?? ""
    sentAt = (record["attributes"]?["SentTimestamp"]?.string.flatMap { Int64($0) })
      .map(Timestamp.init(millisecondsSinceEpoch:))
    receiveCount = record["attributes"]?["ApproximateReceiveCount"]?.string.flatMap { Int($0) } ?? 1
    isDeadLetter = record["eventSourceARN"]?.string?.split(separator: ":").last.map(String.init) == deadLetterQueue
  }
}
