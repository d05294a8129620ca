import Environment
import JSON
import LambdaRuntime

/// One message as Lambda takes it from an SQS queue.
///
/// Reference: AWS Lambda Developer Guide, "Using Lambda with Amazon SQS", example event.
struct QueueRecord {
  /// What a message that is not done with is reported by.
  let messageID: String
  let body: String
  /// When it was put into the queue, in the queue's own time.
  let sentAt: Timestamp?
  /// Whether it comes from the dead-letter queue: then it stays there if it cannot be repaired.
  let isDeadLetter: Bool

  /// - Throws: `FunctionError` for a record of another source and for one without an id, which could not be reported.
  init(_ record: JSONValue, deadLetterQueue: String) throws(FunctionError) {
    guard record["eventSource"]?.string == "aws:sqs" else {
      throw FunctionError(type: "UnsupportedEvent", message: "the records are not those of an SQS queue")
    }
    guard let messageID = record["messageId"]?.string, !messageID.isEmpty else {
      throw FunctionError(type: "MalformedEvent", message: "a record of the queue has no messageId")
    }
    self.messageID = messageID
    body = record["body"]?.string ?? ""
    sentAt = (record["attributes"]?["SentTimestamp"]?.string.flatMap { Int64($0) })
      .map(Timestamp.init(millisecondsSinceEpoch:))
    isDeadLetter = record["eventSourceARN"]?.string?.split(separator: ":").last.map(String.init) == deadLetterQueue
  }
}
