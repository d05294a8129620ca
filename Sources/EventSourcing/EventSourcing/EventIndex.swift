import Environment

/// Reads events across aggregates, by type and time.
///
/// The index is eventually consistent. Its partitions are the types of events, each spread over as many keys as the
/// store writes (``partitions(of:)``), so a reader of a whole type merges them.
public protocol EventIndex: AnyObject {
  /// The keys that events of a type are written under.
  func partitions(of type: String) -> [String]

  /// Reads a page of each of several partitions, all at once.
  ///
  /// - Returns: one page for each request, in their order. A page may be empty and not be the last.
  func pages(_ requests: [EventIndexRequest], deadline: Timestamp?) throws(EventStoreError) -> [EventIndexPage]
}
