import EventSourcing
import JSON
import SQS

/// What is put aside in the place of a message that can never be done with: where to look, and never what callers sent.
struct Letter {
  /// The member that makes a message one of these.
  static let member = "letter"

  /// A short name, letters only.
  let reason: String
  let detail: String
  let aggregateID: AggregateID?
  let sequence: SequenceNumber?
  /// The message that it stands for, or the first of several.
  let messageID: String

  init(_ failure: ProjectionFailure, of aggregateID: AggregateID, messageID: String) {
    reason = failure.name
    detail = failure.description
    self.aggregateID = aggregateID
    sequence = failure.sequence
    self.messageID = messageID
  }

  init(_ error: QueuedMessageError, messageID: String) {
    reason = error.name
    detail = error.description
    aggregateID = nil
    sequence = nil
    self.messageID = messageID
  }

  var json: JSONValue {
    var letter: JSONObject = ["reason": .string(reason), "detail": DeadLetterQueue.shortened(detail)]
    letter["aggregateId"] = aggregateID.map { .string($0.text) }
    letter["sequence"] = sequence.map { .number(JSONNumber($0.value)) }
    letter["messageId"] = .string(messageID)
    return [Self.member: .object(letter)]
  }
}
