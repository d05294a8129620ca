import Environment

/// The end of an aggregate's log as one reader saw it: what the next event is chained to.
public struct LogHead: Hashable, Sendable {
  /// The last event's place; ``SequenceNumber/zero`` for an empty log.
  public let sequence: SequenceNumber
  /// The last event's hash.
  public let hash: EventHash
  /// The last event's time, below which the next one's cannot fall.
  public let timestamp: Timestamp
  /// The last event's id, empty for an empty log.
  public let eventID: String

  public init(sequence: SequenceNumber, hash: EventHash, timestamp: Timestamp, eventID: String) {
    self.sequence = sequence
    self.hash = hash
    self.timestamp = timestamp
    self.eventID = eventID
  }

  /// The head of a log without events.
  public static let empty = LogHead(
    sequence: .zero, hash: .genesis, timestamp: Timestamp(millisecondsSinceEpoch: 0), eventID: "")
}
