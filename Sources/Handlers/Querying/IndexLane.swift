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
  /// Behind which to read on.
  private var readTo: EventPosition?

  /// - Parameter position: where an earlier page ended.
  init(partition: String, times: IndexTimes, after position: EventPosition?) {
    self.partition = partition
    self.times = times
    taken = position
    readTo = position
  }

  /// Whether its next entry is not known: a page may be empty and not be the last.
  var isOpen: Bool { buffer.isEmpty && !isExhausted }

  func request(forward: Bool, limit: Int) -> EventIndexRequest {
    EventIndexRequest(partition: partition, times: times, forward: forward, limit: limit, after: readTo)
  }

  mutating func add(_ page: EventIndexPage) {
    buffer += page.entries
    readTo = page.next
    isExhausted = page.next == nil
  }

  mutating func take() {
    taken = buffer.popFirst()?.position ?? taken
  }
}
