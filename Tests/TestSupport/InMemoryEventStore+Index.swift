import Environment
import EventSourcing

extension InMemoryEventStore: EventIndex {
  public func partitions(of type: String) -> [String] { [type] }

  public func pages(
    _ requests: [EventIndexRequest], deadline: Timestamp?
  ) throws(EventStoreError) -> [EventIndexPage] {
    requests.map { request in page(request, of: logs.values.joined().filter { $0.type == request.partition }) }
  }

  /// The page of a request from the events of its partition.
  public func page(_ request: EventIndexRequest, of events: [RecordedEvent]) -> EventIndexPage {
    let entries = events.map(entry).filter { request.times.contains($0.position) }
      .sorted { Self.order($0.position) < Self.order($1.position) }
    var rest = (request.forward ? entries : entries.reversed())[...]
    if let after = request.after { rest = rest.drop { $0.position != after }.dropFirst() }
    let page = Array(rest.prefix(request.limit))
    return EventIndexPage(entries: page, next: page.count < rest.count ? page.last?.position : nil)

    func entry(_ event: RecordedEvent) -> EventIndexEntry {
      let position = EventPosition(of: event, in: request.partition)
      return unreadable[event.eventID].map { .unreadable($0, at: position) } ?? .event(event, at: position)
    }
  }

  private static func order(_ position: EventPosition) -> (String, String, Int) {
    (position.timestamp, position.aggregateID, position.sequence.number.int ?? 0)
  }
}
