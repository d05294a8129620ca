import Environment
import EventSourcing
import JSON
import ReadModel
import TestSupport

/// A read model whose every operation waits for the scheduler first.
final class SteppedReadModel: ReadModelStore {
  private let base: InMemoryReadModel
  private let thread: SteppedThread
  private let random: SeededRandomness
  private let died = ReadModelError(.unavailable, "injected")

  init(_ base: InMemoryReadModel, thread: SteppedThread, random: SeededRandomness) {
    self.base = base
    self.thread = thread
    self.random = random
  }

  private func step<Value>(_ body: () throws(ReadModelError) -> Value) throws(ReadModelError) -> Value {
    let fault = thread.step()
    if fault == .before { throw died }
    let value = try body()
    if fault == .after { throw died }
    return value
  }

  func item(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject? {
    try step { () throws(ReadModelError) in try base.item(projection, of: accountID, deadline: deadline) }
  }

  func auditTrail(
    of accountID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(ReadModelError) -> AuditTrailPage {
    try step { () throws(ReadModelError) in
      try base.auditTrail(of: accountID, from: from, through: through, limit: limit, deadline: deadline)
    }
  }

  func put(_ items: [ReadModelItem], deadline: Timestamp?) throws(ReadModelError) {
    switch thread.step() {
    case .before: throw died
    case .after:
      // A batch is not a transaction: any part of it may be in.
      try base.put(items.filter { _ in random.below(2) == 0 }, deadline: deadline)
      throw died
    case .none:
      // Other projectors may run between the requests of one put.
      for (place, item) in items.enumerated() {
        if place > 0, place % 2 == 0, thread.step() != .none { throw died }
        try base.put([item], deadline: deadline)
      }
    }
  }

  func replace(
    _ item: ReadModelItem, ifStill read: JSONObject?, deadline: Timestamp?
  ) throws(ReadModelError) -> Bool {
    try step { () throws(ReadModelError) in try base.replace(item, ifStill: read, deadline: deadline) }
  }

  func remove(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) {
    try step { () throws(ReadModelError) in try base.remove(projection, of: accountID, deadline: deadline) }
  }
}

/// An event store whose every read waits for the scheduler first.
final class SteppedEventStore: EventStore {
  fileprivate let base: InMemoryEventStore
  private let thread: SteppedThread

  init(_ base: InMemoryEventStore, thread: SteppedThread) {
    self.base = base
    self.thread = thread
  }

  fileprivate func step() throws(EventStoreError) {
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

extension SteppedEventStore: CheckpointStore {
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
