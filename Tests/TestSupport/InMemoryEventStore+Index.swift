import Environment
import EventSourcing

extension InMemoryEventStore: EventIndex {
  public func partitions(of type: String) -> [String] { [type] }

  public func events(
    inPartition partition: String, from: Timestamp?, through: Timestamp?, forward: Bool, limit: Int,
    after: EventPosition?, deadline: Timestamp?
  ) throws(EventStoreError) -> EventIndexPage {
    let ordered = logs.values.joined()
      .filter { $0.type == partition }
      .filter { (from ?? $0.timestamp) <= $0.timestamp && $0.timestamp <= (through ?? $0.timestamp) }
      .sorted { Self.order($0) < Self.order($1) }
    let directed = forward ? ordered : ordered.reversed()
    var rest = directed[...]
    if let after {
      rest = rest.drop { $0.aggregateID != after.aggregateID || $0.sequence != after.sequence }.dropFirst()
    }
    let page = Array(rest.prefix(limit))
    let next = page.count < rest.count ? page.last.map { EventPosition(of: $0, in: partition) } : nil
    return EventIndexPage(events: page, next: next)
  }

  private static func order(_ event: RecordedEvent) -> (Timestamp, String, SequenceNumber) {
    (event.timestamp, event.aggregateID.text, event.sequence)
  }
}
