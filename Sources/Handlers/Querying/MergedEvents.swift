import Environment
import EventSourcing

/// Events of several index partitions in one order of time. Events of one instant come partition by partition.
struct MergedEvents {
  /// One partition on its way.
  private struct Lane {
    let partition: String
    /// Read and not yet taken.
    var buffer: ArraySlice<RecordedEvent> = []
    /// Behind which to read on.
    var readTo: EventPosition?
    /// The last event taken.
    var taken: EventPosition?
    /// The latest instant to be read.
    let through: Timestamp?
    var isExhausted = false
  }

  private let index: any EventIndex
  private let bounds: TimeBounds
  private let forward: Bool
  private let pageSize: Int
  private let deadline: Timestamp?
  private var lanes: [Lane]

  /// - Parameters:
  ///   - after: where an earlier page ended in each partition.
  ///   - limit: how many events will be wanted.
  init(
    index: any EventIndex, partitions: [String], bounds: TimeBounds, forward: Bool, after: [EventPosition], limit: Int,
    deadline: Timestamp?
  ) {
    self.index = index
    self.bounds = bounds
    self.forward = forward
    self.deadline = deadline
    // Newest first, what is newer than the page before has come since: a partition that had no part in that page must
    // not begin with it.
    let border = forward ? nil : after.map(\.timestamp).min()
    lanes = partitions.map { partition in
      let position = after.first { $0.partition == partition }
      let through = position == nil ? border ?? bounds.end : bounds.end
      return Lane(partition: partition, readTo: position, taken: position, through: through)
    }
    // Most pages are spread evenly over the partitions; one that is not costs another read.
    pageSize = partitions.count <= 1 ? limit + 1 : max(16, limit * 2 / partitions.count)
  }

  /// Where the events taken so far end in each partition.
  var positions: [EventPosition] { lanes.compactMap(\.taken) }

  /// The next event, which stays the next one until it is taken; nil at the end.
  mutating func next() throws(QueryFailure) -> RecordedEvent? {
    guard let lane = try nextLane() else { return nil }
    return lanes[lane].buffer.first
  }

  /// Takes the next event.
  mutating func take() throws(QueryFailure) {
    guard let lane = try nextLane(), let event = lanes[lane].buffer.popFirst() else { return }
    lanes[lane].taken = EventPosition(of: event, in: lanes[lane].partition)
  }

  private mutating func nextLane() throws(QueryFailure) -> Int? {
    var best: (lane: Int, time: Timestamp)?
    for number in lanes.indices {
      try fill(number)
      guard let time = lanes[number].buffer.first?.timestamp else { continue }
      if let known = best, forward ? known.time <= time : known.time >= time { continue }
      best = (number, time)
    }
    return best?.lane
  }

  /// Reads on until there is an event or the partition ends; a page may be empty and not be the last.
  private mutating func fill(_ number: Int) throws(QueryFailure) {
    while lanes[number].buffer.isEmpty && !lanes[number].isExhausted {
      let page: EventIndexPage
      do {
        page = try index.events(
          inPartition: lanes[number].partition, from: bounds.start, through: lanes[number].through, forward: forward,
          limit: pageSize, after: lanes[number].readTo, deadline: deadline)
      } catch {
        throw .eventStore(error)
      }
      lanes[number].buffer = page.events[...]
      lanes[number].readTo = page.next
      lanes[number].isExhausted = page.next == nil
    }
  }
}
