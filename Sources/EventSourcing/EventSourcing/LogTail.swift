import JSON

/// What one round trip reads before a command is decided.
public struct LogTail: Sendable {
  /// How many events a command reads to prove a copy of the state. A fresh copy stands behind the last of them; where the
  /// projection lags by more, the events behind the copy are read besides.
  public static let windowSize = 3
  /// How far behind the log's end the freshest copy may fall before a command stores one itself.
  public static let copyDistance = 10

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
