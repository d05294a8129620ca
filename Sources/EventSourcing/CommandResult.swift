import Environment

/// What a command came to.
public struct CommandResult: Hashable, Sendable {
  /// The events that stand in the log for it, in order; never empty.
  public let events: [JournalEntry.Event]
  /// The time of those events.
  public let timestamp: Timestamp
  /// Whether they had been appended before, by the same command under the same idempotency key.
  public let isDuplicate: Bool
  /// How often another writer came first.
  public let conflicts: Int

  public init(events: [JournalEntry.Event], timestamp: Timestamp, isDuplicate: Bool, conflicts: Int) {
    self.events = events
    self.timestamp = timestamp
    self.isDuplicate = isDuplicate
    self.conflicts = conflicts
  }
}
