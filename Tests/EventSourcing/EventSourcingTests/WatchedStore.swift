import Environment
import EventSourcing
import JSON
import TestSupport

/// A store that counts what it is asked, and lets a test come between.
final class WatchedStore: EventStore {
  /// Reads and writes, by name, in order.
  private(set) var calls: [String] = []
  /// The appends that were asked for, in order.
  private(set) var appends: [Append] = []
  /// Called with the name before each call.
  var before: ((String) throws(EventStoreError) -> Void)?
  /// What the first read of the log's end does not see yet.
  private var blindness: Blindness?
  private let store: InMemoryEventStore

  struct Blindness {
    /// Whether it sees the journal.
    var keys = true
    /// How many of the last events it does not see.
    var events = 0
  }

  init(_ store: InMemoryEventStore, first blindness: Blindness? = nil) {
    self.store = store
    self.blindness = blindness
  }

  func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail {
    try begin("loadTail")
    let hidden = blindness ?? Blindness()
    blindness = nil
    let tail = try store.loadTail(of: aggregateID, keys: hidden.keys ? keys : [], deadline: deadline)
    return LogTail(
      window: tail.window.dropLast(hidden.events), copies: tail.copies, journal: tail.journal, orphans: tail.orphans)
  }

  func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage {
    try begin("events")
    return try store.events(of: aggregateID, from: from, through: through, limit: limit, deadline: deadline)
  }

  func snapshot(
    of aggregateID: AggregateID, atOrBelow: SequenceNumber, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject? {
    try begin("snapshot")
    return try store.snapshot(of: aggregateID, atOrBelow: atOrBelow, deadline: deadline)
  }

  func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome {
    try begin("append")
    appends.append(append)
    return try store.append(append, deadline: deadline)
  }

  func settle(
    _ refusal: JournalEntry, over orphans: [JournalEntry], deadline: Timestamp?
  ) throws(EventStoreError) -> Bool {
    try begin("settle")
    return try store.settle(refusal, over: orphans, deadline: deadline)
  }

  func keep(_ checkpoint: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?) {
    calls.append("keep")
    store.keep(checkpoint, of: aggregateID, deadline: deadline)
  }

  private func begin(_ name: String) throws(EventStoreError) {
    calls.append(name)
    try before?(name)
  }
}
