import Environment
import EventSourcing

/// Entries of several index partitions in one order of time. Those of one instant come partition by partition.
///
/// Partitions are read together. A first wave asks each for its share of what is wanted, each further one those that
/// turned out to hold more of it, so that the number of round trips does not grow with the number of partitions.
struct MergedEvents {
  private let index: any EventIndex
  private let forward: Bool
  private let deadline: Timestamp?
  private var lanes: [IndexLane]
  /// How many entries will be asked for at most.
  private var wanted: Int

  /// - Parameters:
  ///   - after: where an earlier page ended in each partition.
  ///   - wanted: how many entries will be asked for at most.
  init(
    index: any EventIndex, partitions: [String], times: IndexTimes, forward: Bool, after: [EventPosition], wanted: Int,
    deadline: Timestamp?
  ) {
    self.index = index
    self.forward = forward
    self.deadline = deadline
    self.wanted = wanted
    // Newest first, what is newer than the page before has come since: a partition that had no part in that page must
    // not begin with it.
    let border = forward ? nil : after.min { !IndexTimes.areInOrder($1.timestamp, $0.timestamp) }
    lanes = partitions.map { partition in
      let position = after.first { $0.partition == partition }
      let through = position == nil ? border : nil
      return IndexLane(partition: partition, times: through.map(times.ending) ?? times, after: position)
    }
  }

  /// Where the entries taken so far end in each partition.
  var positions: [EventPosition] { lanes.compactMap(\.taken) }

  /// The next entry, which stays the next one until it is taken; nil at the end.
  mutating func next() throws(QueryFailure) -> EventIndexEntry? {
    guard let lane = try nextLane() else { return nil }
    return lanes[lane].buffer.first
  }

  /// Takes the next entry.
  mutating func take() throws(QueryFailure) {
    guard let lane = try nextLane() else { return }
    lanes[lane].take()
    wanted = max(1, wanted - 1)
  }

  private mutating func nextLane() throws(QueryFailure) -> Int? {
    while lanes.contains(where: \.isOpen) { try fill(lanesToFill()) }
    var best: (lane: Int, time: String)?
    for number in lanes.indices {
      guard let time = lanes[number].buffer.first?.position.timestamp else { continue }
      if let known = best, isInOrder(known.time, time) { continue }
      best = (number, time)
    }
    return best?.lane
  }

  private func isInOrder(_ left: String, _ right: String) -> Bool {
    forward ? IndexTimes.areInOrder(left, right) : IndexTimes.areInOrder(right, left)
  }

  // MARK: Reading

  /// The partitions whose next entry is not known, and those that end before the last entry that can be wanted.
  private func lanesToFill() -> [Int] {
    let known = lanes.flatMap { $0.buffer.map(\.position.timestamp) }.sorted { !isInOrder($1, $0) }
    let last = known.count < wanted ? nil : known[wanted - 1]
    return lanes.indices.filter { number in
      if lanes[number].isExhausted { return false }
      guard let end = lanes[number].buffer.last?.position.timestamp else { return true }
      return last.map { isInOrder(end, $0) } ?? true
    }
  }

  private mutating func fill(_ numbers: [Int]) throws(QueryFailure) {
    let share = min(wanted, wanted / max(1, numbers.count) + 2)
    let requests = numbers.map { lanes[$0].request(forward: forward, limit: share) }
    do {
      for (number, page) in zip(numbers, try index.pages(requests, deadline: deadline)) { lanes[number].add(page) }
    } catch {
      throw .eventStore(error)
    }
  }
}
