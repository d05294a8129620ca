import EventSourcing

/// One index partition on its way into a merged list.
struct IndexLane {
  let partition: String
  let times: IndexTimes
  /// Read and not yet taken.
  private(set) var buffer: ArraySlice<EventIndexEntry> = []
  /// Where the entry that was taken last stands.
  private(set) var taken: EventPosition?
  /// Whether nothing stands behind the buffer.
  private(set) var isExhausted = false
  /// About how many bytes the buffer takes.
  private(set) var footprint = 0
  /// Where the next entry stands, if it is known and the entry was let go.
  private var head: EventPosition?
  /// Behind which to read on.
  private var readTo: EventPosition?

  /// - Parameter position: where an earlier page ended.
  init(partition: String, times: IndexTimes, after position: EventPosition?) {
    self.partition = partition
    self.times = times
    taken = position
    readTo = position
  }

  /// Where the next entry stands; nil where that is not known, and at the end.
  var next: EventPosition? { buffer.first?.position ?? head }

  /// Whether it is not known where the next entry stands: a page may be empty and not be the last.
  var isOpen: Bool { next == nil && !isExhausted }

  func request(forward: Bool, limit: Int) -> EventIndexRequest {
    EventIndexRequest(partition: partition, times: times, forward: forward, limit: limit, after: readTo)
  }

  mutating func add(_ page: EventIndexPage) {
    buffer += page.entries
    footprint += page.entries.reduce(0) { $0 + $1.footprint }
    readTo = page.next
    isExhausted = page.next == nil
    head = nil
  }

  mutating func take() {
    guard let entry = buffer.popFirst() else { return }
    taken = entry.position
    footprint -= entry.footprint
  }

  /// Forgets what was read and not taken, but for the place of the first of it.
  mutating func letGo() {
    head = next
    buffer = []
    footprint = 0
    readTo = taken
    isExhausted = false
  }
}
