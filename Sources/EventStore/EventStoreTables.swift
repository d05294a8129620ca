/// The tables that the event store works on.
public struct EventStoreTables: Hashable, Sendable {
  /// The log: `EVENT_STORE_TABLE`.
  public let events: String
  /// The command journal: `COMMAND_JOURNAL_TABLE`; nil for a reader that never appends.
  public let journal: String?

  public init(events: String, journal: String?) {
    self.events = events
    self.journal = journal
  }
}
