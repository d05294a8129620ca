import EventSourcing

/// The types of events in an account's log, by the names that the table and the bus carry.
public enum AccountEventType: String, CaseIterable, Hashable, Sendable {
  case accountCreated = "AccountCreated"
  case transactionProcessed = "TransactionProcessed"
  case accountClosed = "AccountClosed"

  /// The versions of the type's payload. A change of a payload is a new version and an upcaster from the one before.
  public var schema: EventSchema {
    EventSchema(type: rawValue, currentVersion: "1.0")
  }
}
