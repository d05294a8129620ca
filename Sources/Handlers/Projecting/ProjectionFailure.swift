import EventSourcing
import ReadModel

/// Why an event was not projected. Whatever was written before stays and is right; delivering again is always safe.
public enum ProjectionFailure: Error, Hashable, Sendable {
  /// This code cannot read the event that the log holds.
  case unreadable(SequenceNumber, EventDecodingError)
  /// The log is not what was written: an event is altered, missing or out of place.
  case damaged(LogChain.Fault)
  /// The log holds another event at this place than the notification says.
  case notificationMismatch(SequenceNumber)
  /// The store does not show this event: not yet, or it never happened.
  case notInStore(SequenceNumber)
  /// The summary is ahead of the log: a replica lags, or the log has lost events.
  case readModelAhead(version: SequenceNumber, log: SequenceNumber)
  /// The summary was written by newer code, which this code does not undo.
  case newerFold(Int)
  /// The event store failed, or its log is damaged.
  case eventStore(EventStoreError)
  /// The read model failed.
  case readModel(ReadModelError)
  /// Other projectors came first until the tries ran out.
  case contended
  /// There is more to apply than fits the invocation. What was applied is kept, and the next try goes on from there.
  case outOfTime(reached: SequenceNumber)

  init(_ fault: FoldFault) {
    switch fault {
    case .chain(let fault): self = .damaged(fault)
    case .unreadable(let sequence, let error): self = .unreadable(sequence, error)
    }
  }

  /// Whether delivering again does not help, however often.
  public var isPermanent: Bool {
    switch self {
    case .unreadable, .damaged, .notificationMismatch: return true
    case .eventStore(let error):
      switch error.kind {
      case .corrupt, .unreadable: return true
      case .unavailable, .refused, .deadlineExceeded, .tooLarge, .unstorable: return false
      }
    case .notInStore, .readModelAhead, .newerFold, .readModel, .contended, .outOfTime: return false
    }
  }

  /// Whether the same may succeed later although nobody mends anything of this aggregate.
  var mayPass: Bool {
    switch self {
    case .eventStore(let error): [.unavailable, .refused, .deadlineExceeded].contains(error.kind)
    case .readModel, .contended, .outOfTime: true
    case .unreadable, .damaged, .notificationMismatch, .notInStore, .readModelAhead, .newerFold: false
    }
  }

  /// The event that it is about.
  public var sequence: SequenceNumber? {
    switch self {
    case .unreadable(let sequence, _), .notificationMismatch(let sequence), .notInStore(let sequence): return sequence
    case .damaged(let fault): return fault.sequence
    case .eventStore(let error):
      switch error.kind {
      case .corrupt(let sequence, _), .unreadable(let sequence, _): return sequence
      case .unavailable, .refused, .deadlineExceeded, .tooLarge, .unstorable: return nil
      }
    case .readModelAhead, .newerFold, .readModel, .contended, .outOfTime: return nil
    }
  }

  /// A short name for function errors, metrics and letters: letters only.
  public var name: String {
    switch self {
    case .unreadable(_, let error): error.name
    case .damaged(.altered): "EventHashMismatch"
    case .damaged(.missing): "EventLogDamaged"
    case .damaged: "EventChainMismatch"
    case .notificationMismatch: "NotificationMismatch"
    case .notInStore: "EventNotInStore"
    case .readModelAhead: "ReadModelAhead"
    case .newerFold: "NewerFold"
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
    case .damaged(let fault): "event \(fault.sequence): \(fault)"
    case .notificationMismatch(let sequence): "the log holds another event \(sequence) than the notification says"
    case .notInStore(let sequence): "the event store does not hold event \(sequence)"
    case .readModelAhead(let version, let log): "the read model is at event \(version), and the log ends at \(log)"
    case .newerFold(let version): "the summary was written by version \(version) of the fold, newer than this code's"
    case .eventStore(let error): error.description
    case .readModel(let error): error.description
    case .contended: "other projectors kept coming first"
    case .outOfTime(let reached): "the time ran out at event \(reached); the next try goes on from there"
    }
  }
}
