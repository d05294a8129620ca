import Environment
import EventSourcing
import TestSupport

/// The index of an event store in memory with several keys for each type, and with an empty page now and then.
final class PartitionedIndex: EventIndex {
  /// Whether the first page behind a position is empty, and not the last.
  var hasEmptyPages = false
  /// Pages read so far.
  private(set) var reads = 0
  /// Round trips made so far.
  private(set) var waves = 0
  private(set) var entriesRead = 0
  /// The most entries of one round trip.
  private(set) var largestWave = 0
  private var emptied: Set<EventPosition> = []
  private let store: InMemoryEventStore
  private let count: Int

  init(_ store: InMemoryEventStore, count: Int) {
    self.store = store
    self.count = count
  }

  func partitions(of type: String) -> [String] {
    (0..<count).map { $0 == 0 ? type : "\(type)#\($0)" }
  }

  func pages(_ requests: [EventIndexRequest], deadline: Timestamp?) throws(EventStoreError) -> [EventIndexPage] {
    waves += 1
    var entriesOfWave = 0
    defer { largestWave = max(largestWave, entriesOfWave) }
    return requests.map { request in
      reads += 1
      if hasEmptyPages, let after = request.after, emptied.insert(after).inserted {
        return EventIndexPage(entries: [], next: after)
      }
      let page = store.page(request, of: events(in: request.partition))
      entriesRead += page.entries.count
      entriesOfWave += page.entries.count
      return page
    }
  }

  private func events(in partition: String) -> [RecordedEvent] {
    store.logs.values.joined().filter { event in
      partitions(of: event.type)[Int(event.eventID.utf8.first ?? 0) % count] == partition
    }
  }
}
