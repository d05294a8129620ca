import DynamoDB
import Environment
import EventSourcing
import JSON
import TestSupport

/// A log, and the stream records that it leaves.
struct StreamSample {
  let events: [RecordedEvent]

  init(_ count: Int, aggregate: String = "account-123", note: String = "x") throws {
    let identifier = try AggregateID(aggregate)
    let randomness = SeededRandomness(seed: 9)
    var events: [RecordedEvent] = []
    for number in 0..<count {
      let data: JSONObject = [
        "transactionId": .string("tx-\(number)"), "amount": .number(JSONNumber("100.5") ?? JSONNumber(0)),
        "note": .string(note),
      ]
      events.append(
        RecordedEvent(
          NewEvent(type: "TransactionProcessed", version: "1.0", data: data), eventID: randomness.uuid(),
          aggregateID: identifier, after: events.last?.head ?? .empty,
          at: Timestamp(seconds: 1_705_314_000 + Int64(number), nanoseconds: 123_456_000),
          metadata: EventMetadata(commandID: nil, userID: "system", correlationID: nil)))
    }
    self.events = events
  }

  /// The records of all events, as DynamoDB Streams delivers them; their sequence numbers are "1001", "1002" …
  var records: [JSONValue] {
    get throws { try events.map { try Self.record($0) } }
  }

  static func record(_ event: RecordedEvent, typeKey: String? = nil, change: String = "INSERT") throws -> JSONValue {
    var item = event.detail
    if let typeKey { item["EventType"] = .string(typeKey) }
    return record(
      try Item(json: item).wire, number: 1_000 + event.sequence.value, aggregate: event.aggregateID.text,
      sequence: event.sequence.value, change: change)
  }

  static func record(
    _ image: JSONValue?, number: Int, aggregate: String = "account-123", sequence: Int, change: String = "INSERT"
  ) -> JSONValue {
    var body: JSONObject = [
      "ApproximateCreationDateTime": 1_705_314_600, "SequenceNumber": .string(String(number)), "SizeBytes": 600,
      "StreamViewType": "NEW_IMAGE",
      "Keys": ["AggregateId": ["S": .string(aggregate)], "EventSequence": ["N": .string(String(sequence))]],
    ]
    body["NewImage"] = image
    return [
      "eventID": .string("record-\(number)"), "eventName": .string(change), "eventVersion": "1.1",
      "eventSource": "aws:dynamodb", "awsRegion": "us-east-1", "dynamodb": .object(body),
    ]
  }
}
