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

  /// The messages of a batch.
  ///
  /// - Throws: ``QueueRecordError`` where one could not be reported by name: then all come again.
  public static func batch(_ records: [JSONValue], deadLetterQueue: String) throws(QueueRecordError) -> [QueueRecord] {
    var messages: [QueueRecord] = []
    for record in records { messages.append(try QueueRecord(record, deadLetterQueue: deadLetterQueue)) }
    return messages
  }

  /// Whether it was sent longer ago than so many seconds. One that does not say when counts from `time`, and without that
  /// as old.
  public func isOlder(than seconds: Int, orElseFrom time: Timestamp?, now: Timestamp) -> Bool {
    guard let sentAt = sentAt ?? time else { return true }
    return now.milliseconds(since: sentAt) > Int64(seconds) * 1_000
  }
}
