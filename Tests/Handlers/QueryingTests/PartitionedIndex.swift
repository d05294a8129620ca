import Environment
import EventSourcing
import TestSupport

/// The index of an event store in memory with several keys for each type, and with an empty page now and then.
final class PartitionedIndex: EventIndex {
  /// Whether each second page is empty although more follows.
  var hasEmptyPages = false
  /// Pages read so far.
  private(set) var reads = 0
  private let store: InMemoryEventStore
  private let count: Int

  init(_ store: InMemoryEventStore, count: Int) {
    self.store = store
    self.count = count
  }

  func partitions(of type: String) -> [String] {
    (0..<count).map { $0 == 0 ? type : "\(type)#\($0)" }
  }

  func events(
    inPartition partition: String, from: Timestamp?, through: Timestamp?, forward: Bool, limit: Int,
    after: EventPosition?, deadline: Timestamp?
  ) throws(EventStoreError) -> EventIndexPage {
    reads += 1
    var rest = ordered(partition, from, through, forward)[...]
    if let after {
      rest = rest.drop { $0.aggregateID != after.aggregateID || $0.sequence != after.sequence }.dropFirst()
    }
    if hasEmptyPages, reads % 2 == 0, let after, !rest.isEmpty { return EventIndexPage(events: [], next: after) }
    let page = Array(rest.prefix(limit))
    let next = page.count < rest.count ? page.last.map { EventPosition(of: $0, in: partition) } : nil
    return EventIndexPage(events: page, next: next)
  }

  private func ordered(
    _ partition: String, _ from: Timestamp?, _ through: Timestamp?, _ forward: Bool
  ) -> [RecordedEvent] {
    let events = store.logs.values.joined().filter { event in
      partitions(of: event.type)[Int(event.eventID.utf8.first ?? 0) % count] == partition
        && (from ?? event.timestamp) <= event.timestamp && event.timestamp <= (through ?? event.timestamp)
    }
    let sorted = events.sorted {
      ($0.timestamp, $0.aggregateID.text, $0.sequence) < ($1.timestamp, $1.aggregateID.text, $1.sequence)
    }
    return forward ? sorted : sorted.reversed()
  }
}
