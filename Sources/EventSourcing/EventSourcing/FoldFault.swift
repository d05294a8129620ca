/// Why an event could not be folded in.
public enum FoldFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The log is not what was written.
  case chain(LogChain.Fault)
  /// The event is whole, and this code cannot read it.
  case unreadable(SequenceNumber, EventDecodingError)

  /// The event's place.
  public var sequence: SequenceNumber {
    switch self {
    case .chain(let fault): fault.sequence
    case .unreadable(let sequence, _): sequence
    }
  }

  public var description: String {
    switch self {
    case .chain(let fault): fault.description
    case .unreadable(_, let cause): cause.description
    }
  }

  /// The same as a failure to load the aggregate.
  public func error(of aggregateID: AggregateID) -> EventStoreError {
    switch self {
    case .chain(let fault): .corrupt(aggregateID, at: fault.sequence, fault.description)
    case .unreadable(let sequence, let cause): .unreadable(aggregateID, at: sequence, cause)
    }
  }
}
