import Environment
import EventSourcing
import JSON

/// An event store without a database, which keeps to the same contract as the one on DynamoDB.
public final class InMemoryEventStore: EventStore {
  /// Every log, as anyone could find it: tests may damage it.
  public var logs: [AggregateID: [RecordedEvent]] = [:]
  /// Journal entries under their keys.
  public var entries: [AggregateID: [IdempotencyKey: JournalEntry]] = [:]
  /// The stored copies of the state, such as a read model's summary.
  public var copies: [AggregateID: [JSONObject]] = [:]
  /// Checkpoints that appends left.
  public var checkpoints: [AggregateID: JSONObject] = [:]
  /// Snapshots by place.
  public var snapshots: [AggregateID: [(sequence: SequenceNumber, attributes: JSONObject)]] = [:]
  /// The ids of events that cannot be read, in the log and in the index, with the reason.
  public var unreadable: [String: EventDecodingError] = [:]
  /// The read model's summaries, as a projection's round trip finds them.
  public var summary: (AggregateID) -> Result<JSONObject?, EventStoreError> = { _ in .success(nil) }
  /// Called once the end of a log is read, before the summary; a test can let others come between.
  public var afterWindow: (() -> Void)?
  /// Places in the log whose items are no events.
  public var corrupt: [AggregateID: SequenceNumber] = [:]
  /// Events, copies and snapshots read so far.
  public internal(set) var itemsRead = 0
  /// How often the end of each log was read.
  public private(set) var tailsRead: [AggregateID: Int] = [:]
  /// Checkpoints given so far, also those that a newer one kept from their place.
  public private(set) var checkpointsKept = 0
  /// Called before each append; a test can let another writer come first, or fail.
  public var beforeAppend: ((Append) throws(EventStoreError) -> Void)?
  /// Called once an append is in; a test can lose the answer.
  public var afterAppend: ((Append) throws(EventStoreError) -> Void)?
  /// Whether refusals are not remembered: what the contract forbids, for tests of those who would notice.
  public var forgetsRefusals = false
  /// Called before each refusal that is remembered; a test can let another writer come first, or fail.
  public var beforeSettle: ((JournalEntry) throws(EventStoreError) -> Void)?
  /// Called once a refusal is remembered; a test can lose the answer.
  public var afterSettle: ((JournalEntry) throws(EventStoreError) -> Void)?

  private let clock: any Clock
  private let pageSize: Int

  public init(clock: any Clock = SystemClock(), pageSize: Int = .max) {
    self.clock = clock
    self.pageSize = pageSize
  }

  public func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail {
    let window = Array((logs[aggregateID] ?? []).suffix(LogTail.windowSize))
    let stored = (copies[aggregateID] ?? []) + (checkpoints[aggregateID].map { [$0] } ?? [])
    itemsRead += window.count + stored.count
    tailsRead[aggregateID, default: 0] += 1
    let found = keys.compactMap { entries[aggregateID]?[$0] }.filter { $0.isInForce(at: clock.now()) }
    return LogTail(
      window: window, copies: stored, journal: found.filter(isInLog), orphans: found.filter { !isInLog($0) })
  }

  private func isInLog(_ entry: JournalEntry) -> Bool {
    let ids = Set((logs[entry.aggregateID] ?? []).map(\.eventID))
    return entry.events.allSatisfy { ids.contains($0.eventID) }
  }

  public func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage {
    let matching = (logs[aggregateID] ?? []).filter { $0.sequence >= from && $0.sequence <= through }
    let page = Array(matching.prefix(min(limit, pageSize)))
    try checkReadable(page, of: aggregateID)
    itemsRead += page.count
    return EventPage(events: page, hasMore: page.count < matching.count)
  }

  public func snapshot(
    of aggregateID: AggregateID, atOrBelow: SequenceNumber, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject? {
    let nearest = (snapshots[aggregateID] ?? []).filter { $0.sequence <= atOrBelow }.max { $0.sequence < $1.sequence }
    itemsRead += nearest == nil ? 0 : 1
    return nearest?.attributes
  }

  public func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome {
    try beforeAppend?(append)
    if let outcome = standing(inTheWayOf: append) { return outcome }
    logs[append.aggregateID, default: []].append(contentsOf: append.events)
    for entry in append.journal { entries[append.aggregateID, default: [:]][entry.key] = entry }
    if let checkpoint = append.checkpoint { keep(checkpoint, of: append.aggregateID, deadline: deadline) }
    try afterAppend?(append)
    return .appended
  }

  public func settle(
    _ refusal: JournalEntry, over orphans: [JournalEntry], deadline: Timestamp?
  ) throws(EventStoreError) -> Bool {
    try beforeSettle?(refusal)
    if forgetsRefusals { return true }
    if let standing = entries[refusal.aggregateID]?[refusal.key], standing.isInForce(at: clock.now()),
      !orphans.contains(standing)
    {
      return standing.refusal == refusal.refusal && standing.requestHash == refusal.requestHash
    }
    entries[refusal.aggregateID, default: [:]][refusal.key] = refusal
    try afterSettle?(refusal)
    return true
  }

  public func keep(_ checkpoint: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?) {
    checkpointsKept += 1
    guard let version = checkpoint["Version"]?.number?.int else { return }
    let standing = checkpoints[aggregateID]
    let isSameFold = standing?["ProjectionVersion"] == checkpoint["ProjectionVersion"]
    if isSameFold, let newest = standing?["Version"]?.number?.int, newest >= version { return }
    checkpoints[aggregateID] = checkpoint
  }

  /// What is there already: an earlier attempt of the same append, all of it, or somebody else's.
  private func standing(inTheWayOf append: Append) -> AppendOutcome? {
    let own = append.events.map(\.eventID)
    for entry in append.journal {
      guard let standing = entries[append.aggregateID]?[entry.key] else { continue }
      guard standing.isInForce(at: clock.now()), !append.orphans.contains(standing) else { continue }
      return standing.events.map(\.eventID) == own ? .appended : .keyInUse(standing)
    }
    let places = append.events.map(\.sequence)
    let standing = (logs[append.aggregateID] ?? []).filter { places.contains($0.sequence) }
    if let stranger = standing.first(where: { !own.contains($0.eventID) }) { return .conflict(winner: stranger) }
    if standing.isEmpty { return nil }
    return standing.count == own.count ? .appended : .conflict(winner: standing.first)
  }
}

extension InMemoryEventStore: CheckpointStore {
  public func checkpoint(of aggregateID: AggregateID, deadline: Timestamp?) -> JSONObject? { checkpoints[aggregateID] }

  public func replaceCheckpoint(with copy: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?) {
    checkpoints[aggregateID] = copy
  }
}
