/// Why the event store could not do what it was asked.
public struct EventStoreError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The store did not answer, failed, or was throttled beyond the tries. Trying again later is right.
    case unavailable
    /// The store refuses what was asked for, however often it is tried: no permission, no such table, a request that is
    /// wrong.
    case refused
    /// The invocation's deadline came first.
    case deadlineExceeded
    /// More than one append can hold. `size` and `limit` in the unit that `what` names.
    case tooLarge(what: String, size: Int, limit: Int)
    /// A value in an event cannot be stored: a number beyond the store's range, or too deep a nesting. `path` leads to it
    /// from the event's attributes.
    case unstorable(path: String)
    /// The log itself is not what was written: an event is unreadable, altered, missing or out of place.
    case corrupt(sequence: SequenceNumber, reason: String)
    /// The event is whole and this code cannot read it: written by newer code, perhaps.
    case unreadable(sequence: SequenceNumber, EventDecodingError)
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

  /// The same of a write that may be in the store. The ids tell whoever sent no idempotency key what to look for.
  public func inDoubt(about events: [RecordedEvent]) -> EventStoreError {
    let ids = events.map(\.eventID).joined(separator: ", ")
    return EventStoreError(kind, "\(message); whether it was written is not known: event \(ids)", mayHaveExecuted: true)
  }

  /// The log of `aggregateID` cannot be trusted at `sequence`.
  public static func corrupt(
    _ aggregateID: AggregateID, at sequence: SequenceNumber, _ reason: String
  ) -> EventStoreError {
    EventStoreError(
      .corrupt(sequence: sequence, reason: reason),
      "the log of \(aggregateID.text.debugDescription) is damaged at event \(sequence): \(reason)")
  }

  /// The event at `sequence` cannot be read by this code.
  public static func unreadable(
    _ aggregateID: AggregateID, at sequence: SequenceNumber, _ cause: EventDecodingError
  ) -> EventStoreError {
    EventStoreError(
      .unreadable(sequence: sequence, cause),
      "event \(sequence) of \(aggregateID.text.debugDescription) cannot be read: \(cause)")
  }

  /// The type of an event that this domain does not know: the aggregate may be another one's.
  public var unknownType: String? {
    if case .unreadable(_, .unknownType(let type)) = kind { type } else { nil }
  }

  /// A short name, for function errors and metrics: letters only.
  public var name: String {
    switch kind {
    case .corrupt: "EventLogDamaged"
    case .unreadable(_, let cause): cause.name
    case .tooLarge, .unstorable: "EventNotStorable"
    case .deadlineExceeded: mayHaveExecuted ? "OutcomeUnknown" : "DeadlineExceeded"
    case .refused: mayHaveExecuted ? "OutcomeUnknown" : "EventStoreRefused"
    case .unavailable: mayHaveExecuted ? "OutcomeUnknown" : "EventStoreUnavailable"
    }
  }

  public var description: String { message }
}
