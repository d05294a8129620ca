/// What became of an append. There is no third possibility beside "all of it" and "none of it".
public enum AppendOutcome: Hashable, Sendable {
  /// All events and journal entries are in; also where an earlier attempt of the same append had put them there.
  case appended
  /// Another event stands where the first of ours belongs: nothing was written. `winner` is that event, where the
  /// store named it.
  case conflict(winner: RecordedEvent?)
  /// One of the idempotency keys is in use: nothing was written.
  case keyInUse(JournalEntry)
}
