/// Why the event store could not do what it was asked.
public struct EventStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The store did not answer, refused, or was throttled beyond the tries. Trying again later is right.
    case unavailable
    /// The invocation's deadline came first.
    case deadlineExceeded
    /// More than one append can hold. `size` and `limit` in the unit that `what` names.
    case tooLarge(what: String, size: Int, limit: Int)
    /// A value in an event cannot be stored: a number beyond the store's range, or too deep a nesting. `path` leads to it
    /// from the event's attributes.
    case unstorable(path: String)
    /// The log itself is not what was written: an event is unreadable, altered, missing or out of place.
    case corrupt(sequence: SequenceNumber, reason: String)
  }

  public let kind: Kind
  public let message: String
  /// Whether the write may be in the store although it could not be confirmed. The same command under the same
  /// idempotency key finds out.
  public let mayHaveExecuted: Bool

  public init(_ kind: Kind, _ message: String, mayHaveExecuted: Bool = false) {
    self.kind = kind
    self.message = message
    self.mayHaveExecuted = mayHaveExecuted
  }

  /// The log of `aggregateID` cannot be trusted at `sequence`.
  public static func corrupt(
    _ aggregateID: AggregateID, at sequence: SequenceNumber, _ reason: String
  ) -> EventStoreError {
    EventStoreError(
      .corrupt(sequence: sequence, reason: reason),
      "the log of \(aggregateID.text.debugDescription) is damaged at event \(sequence): \(reason)")
  }

  public var description: String { message }
}
