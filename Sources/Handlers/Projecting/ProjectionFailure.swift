import EventSourcing
import ReadModel

/// Why an event was not projected. Whatever was written before stays and is right; delivering again is always safe.
public enum ProjectionFailure: Error, Hashable, Sendable {
  /// The event cannot be read, or was altered. Delivering it again does not help; repairing code or event does.
  case unreadable(SequenceNumber, EventDecodingError)
  /// The event names another predecessor than the log has. It does not belong here.
  case unlinked(SequenceNumber)
  /// The store does not have this event, so it never happened.
  case notInStore(SequenceNumber)
  /// The summary is ahead of the log, so the log has lost events.
  case readModelAhead(version: SequenceNumber, log: SequenceNumber)
  /// The event store failed, or its log is damaged.
  case eventStore(EventStoreError)
  /// The read model failed.
  case readModel(ReadModelError)
  /// Other projectors came first until the tries ran out.
  case contended
  /// There is more to apply than fits the invocation. What was applied is kept, and the next try goes on from there.
  case outOfTime(reached: SequenceNumber)

  /// A short name for function errors, metrics and logs: letters only.
  public var name: String {
    switch self {
    case .unreadable(_, let error): error.name
    case .unlinked: "EventChainMismatch"
    case .notInStore: "EventNotInStore"
    case .readModelAhead: "EventLogDamaged"
    case .eventStore(let error): error.name
    case .readModel(let error): error.name
    case .contended: "ProjectionConflict"
    case .outOfTime: "ProjectionOutOfTime"
    }
  }
}

extension ProjectionFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unreadable(let sequence, let error): "event \(sequence): \(error)"
    case .unlinked(let sequence): "event \(sequence) is not chained to the event before it"
    case .notInStore(let sequence): "the event store does not hold this event \(sequence)"
    case .readModelAhead(let version, let log): "the read model is at event \(version), and the log ends at \(log)"
    case .eventStore(let error): error.description
    case .readModel(let error): error.description
    case .contended: "other projectors kept coming first"
    case .outOfTime(let reached): "the time ran out at event \(reached); the next try goes on from there"
    }
  }
}
