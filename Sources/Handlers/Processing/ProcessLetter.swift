import EventSourcing
import JSON
import SQS

/// What is put aside in the place of a message that can never be done with: where to look, and never what callers sent.
struct ProcessLetter {
  /// The member that makes a message one of these.
  static let member = "process"

  /// A short name, letters only.
  let reason: String
  let detail: String
  let aggregateID: AggregateID?
  let messageID: String

  init(_ failure: ProcessFailure, of message: ProcessMessage, _ record: QueueRecord) {
    reason = failure.name
    detail = failure.description
    aggregateID = message.aggregateID
    messageID = record.messageID
  }

  init(_ error: ProcessMessageError, of record: QueueRecord) {
    reason = error.name
    detail = error.description
    aggregateID = nil
    messageID = record.messageID
  }

  var json: JSONValue {
    var letter: JSONObject = ["reason": .string(reason), "detail": DeadLetterQueue.shortened(detail)]
    letter["aggregateId"] = aggregateID.map { .string($0.text) }
    letter["messageId"] = .string(messageID)
    return [Self.member: .object(letter)]
  }
}
