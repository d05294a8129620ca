import Environment

/// What the command journal remembers of one command: enough to give its first answer again.
public struct JournalEntry: Hashable, Sendable {
  /// One event of the answer.
  public struct Event: Hashable, Sendable {
    public let eventID: String
    public let sequence: SequenceNumber
    public let type: String

    public init(eventID: String, sequence: SequenceNumber, type: String) {
      self.eventID = eventID
      self.sequence = sequence
      self.type = type
    }

    /// What is remembered of an event.
    public init(_ event: RecordedEvent) {
      self.init(eventID: event.eventID, sequence: event.sequence, type: event.type)
    }
  }

  public let aggregateID: AggregateID
  public let key: IdempotencyKey
  /// A hash of the command's content, which tells the same command from another one under a used key.
  public let requestHash: String
  /// The events of the answer, in order; empty only for a refusal. Where a command has a key for each of its events, the
  /// entry of the first key holds them all, the others their own.
  public let events: [Event]
  /// What the command was refused for, where it will not be carried out under this key any more.
  public let refusal: SettledRefusal?
  /// The time of the last event of the command, or of its refusal.
  public let timestamp: Timestamp
  /// From when on the entry counts as absent, whether or not the table has dropped it; nil for never.
  public let expiresAt: Timestamp?

  public init(
    aggregateID: AggregateID, key: IdempotencyKey, requestHash: String, events: [Event],
    refusal: SettledRefusal? = nil, timestamp: Timestamp, expiresAt: Timestamp?
  ) {
    self.aggregateID = aggregateID
    self.key = key
    self.requestHash = requestHash
    self.events = events
    self.refusal = refusal
    self.timestamp = timestamp
    self.expiresAt = expiresAt
  }

  /// Whether the entry is of a command with this content.
  ///
  /// Hashes of different versions cannot be compared. The key then speaks alone: a caller that repeats its command across a
  /// deployment is not told that it used the key for something else.
  public func answers(_ contentHash: String) -> Bool {
    let versions = [requestHash, contentHash].map { $0.utf8.prefix { $0 != UInt8(ascii: ":") } }
    return requestHash == contentHash || !versions[0].elementsEqual(versions[1])
  }

  /// Whether the entry still counts.
  public func isInForce(at now: Timestamp) -> Bool {
    guard let expiresAt else { return true }
    return now < expiresAt
  }
}
