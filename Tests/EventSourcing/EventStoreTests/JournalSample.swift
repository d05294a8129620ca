import EventSourcing
import JSON

/// Journal entries as they stand in the table.
enum JournalSample {
  static func item(_ entry: JournalEntry) -> JSONObject {
    [
      "AggregateId": .string(entry.aggregateID.text), "CommandId": .string("Command#\(entry.key.text)"),
      "RequestHash": .string(entry.requestHash), "Timestamp": .string(entry.timestamp.rfc3339),
      "Events": .array(
        entry.events.map {
          [
            "EventId": .string($0.eventID), "EventSequence": .number(JSONNumber($0.sequence.value)),
            "EventType": .string($0.type),
          ]
        }),
    ]
  }
}
