import EventSourcing
import Invocation
import JSON

/// The bodies of ``CommandAnswer``.
extension CommandDocumentation {
  private static let text: JSONValue = ["type": "string"]
  private static let sequence: JSONValue = [
    "type": "integer", "minimum": 0, "maximum": .number(JSONNumber(SequenceNumber.maximum)),
  ]

  /// What is appended, by the status 200.
  public static var appended: JSONObject {
    let event = FieldSchema.object(
      ["eventId": text, "sequence": sequence, "eventType": text], required: ["eventId", "sequence", "eventType"])
    return FieldSchema.object(
      [
        "eventId": text, "aggregateId": text,
        "sequence": ["description": "The place of the last event in its log", "type": "integer", "minimum": 1],
        "timestamp": ["type": "string", "format": "date-time"], "eventType": text,
        "commandId": [
          "description": "The idempotency key: the request's or the payload's own", "type": ["string", "null"],
        ],
        "events": [
          "description": "Where the request had events: each of them", "type": "array", "items": .object(event),
        ],
        "duplicate": ["description": "The command had been carried out before", "type": "boolean", "enum": [true]],
      ], required: ["eventId", "aggregateId", "sequence", "timestamp", "eventType", "commandId"])
  }

  /// The errors of the statuses 409 and 422, by their type.
  public static var refusals: [(status: Int, type: String, members: JSONObject)] {
    [
      (409, "CommandIdReused", ["commandId": text]),
      (409, "ConcurrencyConflict", ["expectedSequence": sequence, "actualSequence": sequence]),
      (422, "BusinessRuleViolation", ["rule": ["description": "The rule's name", "type": "string"]]),
    ]
  }
}
