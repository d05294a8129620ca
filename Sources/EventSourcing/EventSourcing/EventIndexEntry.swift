/// What stands at one place of the index.
public enum EventIndexEntry: Hashable, Sendable {
  case event(RecordedEvent, at: EventPosition)
  /// No event that can be read. It stops nobody: what stands behind it is read as ever.
  case unreadable(EventDecodingError, at: EventPosition)

  public var position: EventPosition {
    switch self {
    case .event(_, let position), .unreadable(_, let position): position
    }
  }

  /// The event; nil for an entry that is none.
  public var event: RecordedEvent? {
    if case .event(let event, _) = self { event } else { nil }
  }
}
