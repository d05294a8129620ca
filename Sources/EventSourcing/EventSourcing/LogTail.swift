import JSON

/// What one round trip reads before a command is decided.
public struct LogTail: Sendable {
  /// How many events the window holds at most. Enough that a checkpoint written by one command is still inside it for
  /// the next few, and that a projection which lags by less costs nothing.
  public static let windowSize = 10

  /// The last events of the log, in order of sequence.
  public let window: [RecordedEvent]
  /// The attributes of the stored copies of the folded state, unchecked.
  public let copies: [JSONObject]
  /// The journal's entries under the keys that were asked for, that have not expired, and whose events are in the log.
  public let journal: [JournalEntry]
  /// Entries as above whose events are not in the log, as a restore may leave them. They count as absent, and an append
  /// has to name them in order to take their place.
  public let orphans: [JournalEntry]

  public init(
    window: [RecordedEvent], copies: [JSONObject], journal: [JournalEntry], orphans: [JournalEntry] = []
  ) {
    self.window = window
    self.copies = copies
    self.journal = journal
    self.orphans = orphans
  }
}
