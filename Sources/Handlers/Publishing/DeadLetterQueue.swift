import AWSCore
import Environment
import JSON
import SQS

/// Takes stream records that can never be published, each with its reason, so that the records behind them pass.
public final class DeadLetterQueue {
  private let client: SQSClient
  private let queueURL: String

  public init(client: SQSClient, queueURL: String) {
    self.client = client
    self.queueURL = queueURL
  }

  /// Puts one record into the queue: `{"poisonRecord": {AggregateId, EventSequence, streamSequenceNumber}, "reason"}`.
  /// The event itself stays in the event store, where its keys lead.
  ///
  /// - Throws: `AWSError` if it is not there; then the record must not be acknowledged.
  func take(_ record: StreamRecord, reason: String, deadline: Timestamp?) throws(AWSError) {
    var poison = record.keys
    poison["streamSequenceNumber"] = .string(record.sequenceNumber)
    let message: JSONValue = ["poisonRecord": .object(poison), "reason": .string(String(reason.prefix(1_000)))]
    _ = try client.send(
      message.text, attributes: [("ERROR_CODE", "POISON_RECORD")], toQueue: queueURL, deadline: deadline)
  }
}
