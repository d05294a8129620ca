import Environment
import EventSourcing
import JSON

/// An event store whose every read waits for the scheduler first.
public final class SteppedEventStore: EventStore {
  private let base: InMemoryEventStore
  private let thread: SteppedThread
  /// Whether others may run between the reading of a log's end and that of the summary.
  private let isTorn: Bool

  public init(_ base: InMemoryEventStore, thread: SteppedThread, isTorn: Bool = false) {
    self.base = base
    self.thread = thread
    self.isTorn = isTorn
  }

  private func step() throws(EventStoreError) {
    if thread.step() != .none { throw EventStoreError(.unavailable, "injected") }
  }

  /// A write that may be done although its answer is lost.
  private func written<Value>(_ write: () throws(EventStoreError) -> Value) throws(EventStoreError) -> Value {
    let fault = thread.step()
    if fault == .before { throw EventStoreError(.unavailable, "injected") }
    let value = try write()
    if fault == .after { throw EventStoreError(.unavailable, "injected", mayHaveExecuted: true) }
    return value
  }

  public func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail {
    try step()
    return try base.loadTail(of: aggregateID, keys: keys, deadline: deadline)
  }

  public func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage {
    try step()
    return try base.events(of: aggregateID, from: from, through: through, limit: limit, deadline: deadline)
  }

  public func snapshot(
    of aggregateID: AggregateID, atOrBelow: SequenceNumber, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject? {
    try step()
    return try base.snapshot(of: aggregateID, atOrBelow: atOrBelow, deadline: deadline)
  }

  public func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome {
    try written { () throws(EventStoreError) in try base.append(append, deadline: deadline) }
  }

  public func settle(
    _ refusal: JournalEntry, over orphans: [JournalEntry], deadline: Timestamp?
  ) throws(EventStoreError) -> Bool {
    try written { () throws(EventStoreError) in try base.settle(refusal, over: orphans, deadline: deadline) }
  }

  public func keep(_ checkpoint: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?) {
    base.keep(checkpoint, of: aggregateID, deadline: deadline)
  }
}

extension SteppedEventStore: ProjectionLog {
  public func projectionTails(of aggregateIDs: [AggregateID], events: Int, deadline: Timestamp?) -> [ProjectionTail] {
    do throws(EventStoreError) {
      try step()
      let first = base.projectionTails(of: aggregateIDs, events: events, deadline: deadline)
      guard isTorn else { return first }
      try step()
      let second = base.projectionTails(of: aggregateIDs, events: events, deadline: deadline)
      return zip(first, second).map { ProjectionTail(window: $0.window, summary: $1.summary) }
    } catch {
      return aggregateIDs.map { _ in ProjectionTail(window: .failure(error), summary: .failure(error)) }
    }
  }

  public func checkpoint(of aggregateID: AggregateID, deadline: Timestamp?) throws(EventStoreError) -> JSONObject? {
    try step()
    return base.checkpoint(of: aggregateID, deadline: deadline)
  }

  public func replaceCheckpoint(
    with copy: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(EventStoreError) {
    try step()
    base.replaceCheckpoint(with: copy, of: aggregateID, deadline: deadline)
  }
}
