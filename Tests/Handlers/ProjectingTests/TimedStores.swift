import Environment
import EventSourcing
import JSON
import ReadModel
import TestSupport

/// What a call of a store costs in time: 4 to 10 ms, of which one half passes before it takes effect.
struct RoundTrip {
  let time: VirtualTime
  let random: SeededRandomness

  func make<Value, Failure: Error>(_ body: () throws(Failure) -> Value) throws(Failure) -> Value {
    let milliseconds = 4 + random.below(7)
    time.sleep(milliseconds: milliseconds / 2)
    let value = try body()
    time.sleep(milliseconds: milliseconds - milliseconds / 2)
    return value
  }
}

/// A read model whose every call takes time.
final class TimedReadModel: ReadModelStore {
  private let base: InMemoryReadModel
  private let trip: RoundTrip

  init(_ base: InMemoryReadModel, _ trip: RoundTrip) {
    self.base = base
    self.trip = trip
  }

  func item(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject? {
    try trip.make { () throws(ReadModelError) in try base.item(projection, of: accountID, deadline: deadline) }
  }

  func summaries(
    of accountIDs: [AggregateID], consistent: Bool, deadline: Timestamp?
  ) throws(ReadModelError) -> [AggregateID: JSONObject] {
    try trip.make { () throws(ReadModelError) in
      try base.summaries(of: accountIDs, consistent: consistent, deadline: deadline)
    }
  }

  func put(_ groups: [[ReadModelItem]], deadline: Timestamp?) -> [Result<Void, ReadModelError>] {
    groups.isEmpty ? [] : trip.make { base.put(groups, deadline: deadline) }
  }

  func replace(_ replacements: [SummaryReplacement], deadline: Timestamp?) -> [Result<Bool, ReadModelError>] {
    replacements.isEmpty ? [] : trip.make { base.replace(replacements, deadline: deadline) }
  }

  func claim(
    _ claims: [ProjectionClaim], now: Timestamp, deadline: Timestamp?
  ) -> [Result<ProjectionClaim.Outcome, ReadModelError>] {
    trip.make { base.claim(claims, now: now, deadline: deadline) }
  }

  func remove(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) {
    try trip.make { () throws(ReadModelError) in try base.remove(projection, of: accountID, deadline: deadline) }
  }
}

/// A log whose every reading takes time.
final class TimedLog: ProjectionLog {
  private let base: InMemoryEventStore
  private let trip: RoundTrip

  init(_ base: InMemoryEventStore, _ trip: RoundTrip) {
    self.base = base
    self.trip = trip
  }

  func projectionTails(of aggregateIDs: [AggregateID], events: Int, deadline: Timestamp?) -> [ProjectionTail] {
    aggregateIDs.isEmpty ? [] : trip.make { base.projectionTails(of: aggregateIDs, events: events, deadline: deadline) }
  }

  func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage {
    try trip.make { () throws(EventStoreError) in
      try base.events(of: aggregateID, from: from, through: through, limit: limit, deadline: deadline)
    }
  }

  func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail { try base.loadTail(of: aggregateID, keys: keys, deadline: deadline) }

  func snapshot(
    of aggregateID: AggregateID, atOrBelow: SequenceNumber, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject? {
    try base.snapshot(of: aggregateID, atOrBelow: atOrBelow, deadline: deadline)
  }

  func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome {
    try base.append(append, deadline: deadline)
  }

  func settle(
    _ refusal: JournalEntry, over orphans: [JournalEntry], deadline: Timestamp?
  ) throws(EventStoreError) -> Bool { try base.settle(refusal, over: orphans, deadline: deadline) }

  func keep(_ checkpoint: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?) {
    base.keep(checkpoint, of: aggregateID, deadline: deadline)
  }

  func checkpoint(of aggregateID: AggregateID, deadline: Timestamp?) -> JSONObject? {
    base.checkpoint(of: aggregateID, deadline: deadline)
  }

  func replaceCheckpoint(with copy: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?) {
    base.replaceCheckpoint(with: copy, of: aggregateID, deadline: deadline)
  }
}
