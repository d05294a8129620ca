import Environment
import JSON

/// An append-only log of events per aggregate, with a journal of the commands that caused them.
///
/// What is written as one is read as one: where a reader meets the moment in which somebody's batch, or an event and its
/// journal entry, shows in part, the store looks again before it answers. What then still lacks a part is damaged, and is
/// handed out as it is. One contract suite (`Tests/TestSupport/EventStoreContract`) holds for every implementation.
public protocol EventStore: AnyObject {
  /// Reads what a command needs in one parallel round trip: the last ``LogTail/windowSize`` events (strongly
  /// consistent), the stored copies of the folded state, and the journal's entries under `keys`.
  func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail

  /// Reads events in order of sequence, strongly consistent, from `from` through `through`.
  ///
  /// - Returns: one page, and whether more follow it. A page may be shorter than `limit` and not be the last.
  func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage

  /// The attributes of the nearest stored snapshot at or below a place in the log; nil where there is none.
  func snapshot(
    of aggregateID: AggregateID, atOrBelow: SequenceNumber, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject?

  /// Writes all of an append or nothing of it, and says for certain which.
  ///
  /// - Throws: ``EventStoreError``; where its `mayHaveExecuted` is true, the outcome could not be found out.
  func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome

  /// Remembers a refusal under its key, unless something stands there already.
  ///
  /// - Parameters:
  ///   - refusal: an entry with a ``JournalEntry/refusal``.
  ///   - orphans: entries whose place it may take (``LogTail/orphans``).
  /// - Returns: whether it stands there now, put by this call or by an earlier one.
  /// - Throws: ``EventStoreError``; the refusal may stand there all the same.
  func settle(
    _ refusal: JournalEntry, over orphans: [JournalEntry], deadline: Timestamp?
  ) throws(EventStoreError) -> Bool

  /// Stores a copy of the folded state, in the place of an older one. It only saves reads, so a failure is none.
  func keep(_ checkpoint: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?)
}
