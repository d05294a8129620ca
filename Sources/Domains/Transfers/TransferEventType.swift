import EventSourcing

/// The types of events in a transfer's log, by the names that the table and the bus carry.
public enum TransferEventType: String, CaseIterable, Hashable, Sendable {
  case transferRequested = "TransferRequested"
  case transferDebited = "TransferDebited"
  case transferCompleted = "TransferCompleted"
  case transferFailed = "TransferFailed"

  /// The versions of the type's payload.
  public var schema: EventSchema {
    EventSchema(type: rawValue, currentVersion: "1.0")
  }

  /// The type as the rest of the system knows it.
  var eventType: EventType { EventType(schema, startsLog: self == .transferRequested) }
}
