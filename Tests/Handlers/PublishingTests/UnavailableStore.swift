import Environment
import EventSourcing
import JSON

/// An event store that never answers.
final class UnavailableStore: EventStore {
  fileprivate let failure = EventStoreError(.unavailable, "the table does not answer")

  func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail { throw failure }

  func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage { throw failure }

  func snapshot(
    of aggregateID: AggregateID, atOrBelow: SequenceNumber, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject? { throw failure }

  func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome { throw failure }

  func settle(
    _ refusal: JournalEntry, over orphans: [JournalEntry], deadline: Timestamp?
  ) throws(EventStoreError) -> Bool { throw failure }

  func keep(_ checkpoint: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?) {}
}

extension UnavailableStore: EventIndex {
  func partitions(of type: String) -> [String] { [type] }

  func pages(_ requests: [EventIndexRequest], deadline: Timestamp?) throws(EventStoreError) -> [EventIndexPage] {
    throw failure
  }
}
