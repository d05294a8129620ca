/// The tables that the event store works on.
public struct EventStoreTables: Hashable, Sendable {
  /// Where copies of the folded state stand, by the keys of their table.
  public struct Copies: Hashable, Sendable {
    public let table: String
    public let partitionKey: String
    public let sortKey: String
    /// The sort key of the freshest copy.
    public let latest: String
    /// What the sort keys of snapshots begin with; twenty digits of the sequence follow.
    public let snapshotPrefix: String

    public init(table: String, partitionKey: String, sortKey: String, latest: String, snapshotPrefix: String) {
      self.table = table
      self.partitionKey = partitionKey
      self.sortKey = sortKey
      self.latest = latest
      self.snapshotPrefix = snapshotPrefix
    }
  }

  /// The log: `EVENT_STORE_TABLE`.
  public let events: String
  /// The command journal: `COMMAND_JOURNAL_TABLE`; nil for who never appends.
  public let journal: String?
  /// The read model: `READ_MODEL_TABLE`; nil for who does not load aggregates.
  public let copies: Copies?

  public init(events: String, journal: String? = nil, copies: Copies? = nil) {
    self.events = events
    self.journal = journal
    self.copies = copies
  }
}
