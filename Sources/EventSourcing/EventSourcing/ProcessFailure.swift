/// Why a process could not go on. Whatever was done before stays and counts; beginning again is always safe.
public enum ProcessFailure: Error, Hashable, Sendable {
  /// The event store failed, or a log is damaged or of another domain.
  case store(EventStoreError)
  /// The store does not show the event that was announced: not yet, or it never happened.
  case notInStore(SequenceNumber)
  /// Other writers came first until the tries ran out.
  case contended(AggregateID)
  /// The process asks for something that cannot be: its code is at fault.
  case malformed(String)
  /// There is more to do than fits the invocation.
  case outOfTime

  /// Whether beginning again does not help, however often.
  public var isPermanent: Bool {
    switch self {
    case .store(let error):
      switch error.kind {
      case .corrupt, .unreadable, .tooLarge, .unstorable: true
      case .unavailable, .refused, .deadlineExceeded: false
      }
    case .malformed: true
    case .notInStore, .contended, .outOfTime: false
    }
  }

  /// A short name for function errors, metrics and letters: letters only.
  public var name: String {
    switch self {
    case .store(let error): error.name
    case .notInStore: "EventNotInStore"
    case .contended: "ConcurrencyConflict"
    case .malformed: "ProcessMalformed"
    case .outOfTime: "ProcessOutOfTime"
    }
  }
}

extension ProcessFailure: CustomStringConvertible {
  public var description: String {
    switch self {
    case .store(let error): error.description
    case .notInStore(let sequence): "the event store does not hold event \(sequence)"
    case .contended(let aggregateID): "other writers of \(aggregateID.text.debugDescription) kept coming first"
    case .malformed(let reason): reason
    case .outOfTime: "the time ran out; the next try goes on from there"
    }
  }
}
