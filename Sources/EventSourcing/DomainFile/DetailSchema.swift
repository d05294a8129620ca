import EventSourcing
import JSON

/// The schema of an event's `detail`: the attributes that the event store and the bus carry for every domain.
public enum DetailSchema {
  /// The attributes that every event has.
  public static let required = [
    "EventId", "AggregateId", "EventSequence", "EventType", "EventData", "Timestamp", "Version", "UserId",
    "CorrelationId", "PreviousHash", "EventHash",
  ]

  /// Those of one type, whose payload is another definition.
  static func members(of type: EventType) -> JSONObject {
    members(
      type: ["type": "string", "enum": [.string(type.name)]], data: ["$ref": "#/definitions/EventData"],
      version: ["type": "string", "enum": [.string(type.schema.currentVersion)]])
  }

  /// - Parameters:
  ///   - type: the schema of the event's type.
  ///   - data: that of its payload.
  ///   - version: that of the payload's version.
  /// - Returns: a schema for each attribute.
  public static func members(type: JSONValue, data: JSONValue, version: JSONValue) -> JSONObject {
    var version = version.object ?? [:]
    version["description"] = "The version of the payload"
    return [
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
      "EventType": type,
      "EventData": data,
      "Timestamp": [
        "description": "When it was recorded, in UTC", "type": "string", "format": "date-time",
        "pattern":
          "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\\.[0-9]{6}Z$",
      ],
      "Version": .object(version),
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
      "CausationId": ["description": "The event that caused it, where a process sent the command", "type": "string"],
      "PreviousHash": hash("EventHash of the event before it, 64 zeros for the first"),
      "EventHash": hash("SHA-256 over the canonical form of all other members"),
    ]
  }

  private static func hash(_ description: JSONValue) -> JSONValue {
    ["description": description, "type": "string", "pattern": "^[0-9a-f]{64}$"]
  }

  private static func number(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }
}
