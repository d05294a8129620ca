import Environment

/// What a command came to.
public struct CommandResult: Hashable, Sendable {
  /// The events that stand in the log for it, in order; never empty.
  public let events: [JournalEntry.Event]
  /// The time of the last of those events.
  public let timestamp: Timestamp
  /// Whether they had been appended before, by the same command under the same idempotency key.
  public let isDuplicate: Bool
  /// How often another writer came first.
  public let conflicts: Int
  /// Keys of this command under which the journal held an entry whose events are not in the log. The tables were not
  /// restored to one moment.
  public let replacedKeys: [IdempotencyKey]

  public init(
    events: [JournalEntry.Event], timestamp: Timestamp, isDuplicate: Bool, conflicts: Int,
    replacedKeys: [IdempotencyKey] = []
  ) {
    self.events = events
    self.timestamp = timestamp
    self.isDuplicate = isDuplicate
    self.conflicts = conflicts
    self.replacedKeys = replacedKeys
  }
}
