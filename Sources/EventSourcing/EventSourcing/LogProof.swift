/// What a run of events from the end of a log says of a stored copy.
public enum LogProof: Sendable {
  /// The copy stands behind an event of this log; these are the events after it.
  case stands(ArraySlice<RecordedEvent>)
  /// The log holds another event where the copy stands.
  case foreign
  /// The log ends before the copy does.
  case ahead
  /// The run begins too late to tell.
  case unknown

  /// - Parameters:
  ///   - head: where the copy stands.
  ///   - window: the last events of the log.
  public init(_ head: LogHead, in window: [RecordedEvent]) {
    guard let first = window.first, let last = window.last else {
      self = head.sequence == .zero ? .stands([]) : .ahead
      return
    }
    if head.sequence > last.sequence {
      self = .ahead
    } else if head.sequence == first.sequence.previous {
      self = head.sequence == .zero || first.previousHash == head.hash ? .stands(window[...]) : .unknown
    } else if let place = window.firstIndex(where: { $0.sequence == head.sequence }) {
      self = window[place].hash == head.hash ? .stands(window[(place + 1)...]) : .foreign
    } else {
      self = .unknown
    }
  }
}
