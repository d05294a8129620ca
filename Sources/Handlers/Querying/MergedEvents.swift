import Environment
import EventSourcing

/// Entries of several index partitions in one order of time. Those of one instant come partition by partition.
///
/// Partitions are read together. A first wave asks each for its share of what is wanted, each further one those that
/// turned out to hold more of it, so that the number of round trips does not grow with the number of partitions.
struct MergedEvents {
  /// Bytes that entries which were read and not taken may take.
  private static let maximumFootprint = 4_000_000

  private let index: any EventIndex
  private let forward: Bool
  private let deadline: Timestamp?
  private var lanes: [IndexLane]
  /// How many entries will be asked for at most.
  private var wanted: Int
  private var size = ReadSize()
  /// Whether memory did not hold what was read: from then on each partition has its share of it.
  private var isTight = false

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

  /// The partition with the next entry, which is in its buffer.
  private mutating func nextLane() throws(QueryFailure) -> Int? {
    while true {
      if lanes.contains(where: \.isOpen) {
        try fill(lanesToFill())
      } else if let first = firstLane(), lanes[first].buffer.isEmpty {
        try fill([first])
      } else {
        return firstLane()
      }
    }
  }

  private func firstLane() -> Int? {
    var best: (lane: Int, time: String)?
    for number in lanes.indices {
      guard let time = lanes[number].next?.timestamp else { continue }
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
    if isTight { return lanes.indices.filter { lanes[$0].isOpen } }
    let known = lanes.flatMap { $0.buffer.map(\.position.timestamp) }.sorted { !isInOrder($1, $0) }
    let last = known.count < wanted ? nil : known[wanted - 1]
    return lanes.indices.filter { number in
      if lanes[number].isExhausted { return false }
      guard let end = lanes[number].buffer.last?.position.timestamp else { return lanes[number].isOpen }
      return last.map { isInOrder(end, $0) } ?? true
    }
  }

  /// Reads on in these partitions, in as few round trips as memory allows.
  private mutating func fill(_ numbers: [Int]) throws(QueryFailure) {
    var rest = numbers[...]
    while !rest.isEmpty {
      let sharers = isTight ? lanes.count : rest.count
      let share = max(1, min(wanted, wanted / numbers.count + 2, size.items / sharers))
      let wave = rest.prefix(max(1, size.items / share))
      rest = rest.dropFirst(wave.count)
      let pages: [EventIndexPage]
      do {
        pages = try index.pages(wave.map { lanes[$0].request(forward: forward, limit: share) }, deadline: deadline)
      } catch {
        throw .eventStore(error)
      }
      size.adapt(to: pages.flatMap { $0.entries.map(\.footprint) })
      for (number, page) in zip(wave, pages) { lanes[number].add(page) }
      letGo()
    }
  }

  /// Lets go of what will be wanted last, until the rest takes little enough.
  private mutating func letGo() {
    var held = lanes.reduce(0) { $0 + $1.footprint }
    guard held > Self.maximumFootprint, let first = firstLane() else { return }
    isTight = true
    let others = lanes.indices.filter { $0 != first && !lanes[$0].buffer.isEmpty }
    let times = lanes.map { $0.next?.timestamp ?? "" }
    for number in others.sorted(by: { !isInOrder(times[$0], times[$1]) }) where held > Self.maximumFootprint / 2 {
      held -= lanes[number].footprint
      lanes[number].letGo()
    }
  }
}
