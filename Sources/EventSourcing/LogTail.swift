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
  /// The journal's entries under the keys that were asked for and that have not expired.
  public let journal: [JournalEntry]

  public init(window: [RecordedEvent], copies: [JSONObject], journal: [JournalEntry]) {
    self.window = window
    self.copies = copies
    self.journal = journal
  }
}
