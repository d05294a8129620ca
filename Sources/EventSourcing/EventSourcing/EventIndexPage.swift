/// Some events of one index partition, in the order that was asked for.
public struct EventIndexPage: Sendable {
  public let events: [RecordedEvent]
  /// Behind which to go on; nil at the end.
  public let next: EventPosition?

  public init(events: [RecordedEvent], next: EventPosition?) {
    self.events = events
    self.next = next
  }
}
