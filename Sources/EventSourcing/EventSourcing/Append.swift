import JSON

/// Events to be written behind the head of one log, all or none, with the journal's entries for them.
public struct Append: Sendable {
  public let aggregateID: AggregateID
  /// In order, without gaps, chained; never empty.
  public let events: [RecordedEvent]
  /// Entries that are written with the events or not at all.
  public let journal: [JournalEntry]
  /// Entries that stand in the journal without their events (``LogTail/orphans``), whose places the new ones may take.
  public let orphans: [JournalEntry]
  /// A copy of the state before the events, to be stored beside them on a best effort: it only saves reads.
  public let checkpoint: JSONObject?

  public init(
    aggregateID: AggregateID, events: [RecordedEvent], journal: [JournalEntry], orphans: [JournalEntry] = [],
    checkpoint: JSONObject? = nil
  ) {
    self.aggregateID = aggregateID
    self.events = events
    self.journal = journal
    self.orphans = orphans
    self.checkpoint = checkpoint
  }
}
