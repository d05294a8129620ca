import EventSourcing
import JSON

/// The schema of an event's `detail`: the attributes that the event store and the bus carry for every domain.
enum DetailSchema {
  /// - Returns: a schema for each attribute.
  static func members(of type: EventType) -> JSONObject {
    [
      "EventId": ["description": "A UUID of its own", "type": "string"],
      "AggregateId": [
        "description": "At most \(AggregateID.maximumBytes) bytes of UTF-8, without control characters",
        "type": "string", "minLength": 1, "maxLength": number(AggregateID.maximumBytes),
        "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
      ],
      "EventSequence": [
        "description": "Its place in the aggregate's log, without gaps", "type": "integer", "minimum": 1,
        "maximum": number(SequenceNumber.maximum),
      ],
      "EventType": ["type": "string", "enum": [.string(type.name)]],
      "EventData": ["$ref": "#/definitions/EventData"],
      "Timestamp": [
        "description": "When it was recorded, in UTC", "type": "string", "format": "date-time",
        "pattern":
          "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{6}Z$",
      ],
      "Version": [
        "description": "The version of the payload", "type": "string", "enum": [.string(type.schema.currentVersion)],
      ],
      "CommandId": [
        "description": "The idempotency key of the command that caused it, where it had one", "type": "string",
      ],
      "BatchSize": [
        "description": "How many events one command appended together, on each of them", "type": "integer",
        "minimum": 2, "maximum": number(BatchPlace.maximumSize),
      ],
      "BatchIndex": [
        "description": "Its place among them, up to BatchSize", "type": "integer", "minimum": 1,
        "maximum": number(BatchPlace.maximumSize),
      ],
      "UserId": ["type": "string"],
      "CorrelationId": ["type": "string"],
      "PreviousHash": hash("EventHash of the event before it, 64 zeros for the first"),
      "EventHash": hash("SHA-256 over the canonical form of all other members"),
    ]
  }

  private static func hash(_ description: JSONValue) -> JSONValue {
    ["description": description, "type": "string", "pattern": "^[0-9a-f]{64}$"]
  }

  private static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
