import Environment
import EventSourcing
import JSON
import TestSupport

/// An event store whose every read waits for the scheduler first.
final class SteppedEventStore: EventStore {
  private let base: InMemoryEventStore
  private let thread: SteppedThread
  /// Whether others may run between the reading of a log's end and that of the summary.
  private let isTorn: Bool

  init(_ base: InMemoryEventStore, thread: SteppedThread, isTorn: Bool) {
    self.base = base
    self.thread = thread
    self.isTorn = isTorn
  }

  private func step() throws(EventStoreError) {
    if thread.step() != .none { throw EventStoreError(.unavailable, "injected") }
  }

  func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail {
    try step()
    return try base.loadTail(of: aggregateID, keys: keys, deadline: deadline)
  }

  func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage {
    try step()
    return try base.events(of: aggregateID, from: from, through: through, limit: limit, deadline: deadline)
  }

  func snapshot(
    of aggregateID: AggregateID, atOrBelow: SequenceNumber, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject? {
    try step()
    return try base.snapshot(of: aggregateID, atOrBelow: atOrBelow, deadline: deadline)
  }

  func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome {
    try step()
    return try base.append(append, deadline: deadline)
  }

  func keep(_ checkpoint: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?) {
    base.keep(checkpoint, of: aggregateID, deadline: deadline)
  }
}

extension SteppedEventStore: ProjectionLog {
  func projectionTails(of aggregateIDs: [AggregateID], deadline: Timestamp?) -> [ProjectionTail] {
    do throws(EventStoreError) {
      try step()
      let first = base.projectionTails(of: aggregateIDs, deadline: deadline)
      guard isTorn else { return first }
      try step()
      let second = base.projectionTails(of: aggregateIDs, deadline: deadline)
      return zip(first, second).map { ProjectionTail(window: $0.window, summary: $1.summary) }
    } catch {
      return aggregateIDs.map { _ in ProjectionTail(window: .failure(error), summary: .failure(error)) }
    }
  }

  func checkpoint(of aggregateID: AggregateID, deadline: Timestamp?) throws(EventStoreError) -> JSONObject? {
    try step()
    return base.checkpoint(of: aggregateID, deadline: deadline)
  }

  func replaceCheckpoint(
    with copy: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(EventStoreError) {
    try step()
    base.replaceCheckpoint(with: copy, of: aggregateID, deadline: deadline)
  }
}
