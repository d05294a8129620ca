import AWSCore
import Environment
import JSON
import SQS

extension DeadLetterQueue {
  /// Puts one stream record into the queue: `{"poisonRecord": {AggregateId, EventSequence, streamSequenceNumber}, "reason"}`.
  /// The event itself stays in the event store, where its keys lead.
  ///
  /// - Throws: `AWSError` if it is not there; then the record must not be acknowledged.
  func take(_ record: StreamRecord, reason: String, deadline: Timestamp?) throws(AWSError) {
    var poison = record.keys
    poison["streamSequenceNumber"] = .string(record.sequenceNumber)
    try take(
      ["poisonRecord": .object(poison), "reason": Self.shortened(reason)], code: "POISON_RECORD", deadline: deadline)
  }
}
