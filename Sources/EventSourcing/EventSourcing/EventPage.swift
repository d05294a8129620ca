/// Some events of one log, in order of sequence.
public struct EventPage: Sendable {
  public let events: [RecordedEvent]
  /// Whether events may follow within the bounds that were asked for.
  public let hasMore: Bool

  public init(events: [RecordedEvent], hasMore: Bool) {
    self.events = events
    self.hasMore = hasMore
  }
}
