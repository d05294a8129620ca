import Environment

/// Reads events across aggregates, by type and time.
///
/// The index is eventually consistent. Its partitions are the types of events, each spread over as many keys as the
/// store writes (``partitions(of:)``), so a reader of a whole type merges them.
public protocol EventIndex: AnyObject {
  /// The keys that events of a type are written under.
  func partitions(of type: String) -> [String]

  /// Reads one partition in order of time.
  ///
  /// - Parameters:
  ///   - from: the earliest time, inclusive; nil for the beginning.
  ///   - through: the latest time, inclusive; nil for the end.
  ///   - forward: oldest first, or newest first.
  ///   - after: the position behind which to begin, from an event of the same partition.
  /// - Returns: up to `limit` events, and whether more may follow. A page may be empty and not be the last.
  func events(
    inPartition partition: String, from: Timestamp?, through: Timestamp?, forward: Bool, limit: Int,
    after: EventPosition?, deadline: Timestamp?
  ) throws(EventStoreError) -> EventIndexPage
}
