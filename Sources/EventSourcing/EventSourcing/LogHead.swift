import Environment

/// The end of an aggregate's log as one reader saw it: what the next event is chained to.
public struct LogHead: Hashable, Sendable {
  /// The last event's place; ``SequenceNumber/zero`` for an empty log.
  public let sequence: SequenceNumber
  /// The last event's hash.
  public let hash: EventHash
  /// The last event's time, behind which the next one's has to be.
  public let timestamp: Timestamp
  /// The last event's id, empty for an empty log.
  public let eventID: String

  public init(sequence: SequenceNumber, hash: EventHash, timestamp: Timestamp, eventID: String) {
    self.sequence = sequence
    self.hash = hash
    self.timestamp = timestamp
    self.eventID = eventID
  }

  /// The time of an event that is recorded behind this head: now in whole microseconds, or a microsecond after the head,
  /// whichever is later, so that the order of an aggregate's events is also that of their times.
  public func earliestSuccessor(at now: Timestamp) -> Timestamp {
    let now = now.truncatedToMicroseconds
    return sequence == .zero ? now : max(now, timestamp.nextMicrosecond)
  }

  /// The head of a log without events.
  public static let empty = LogHead(
    sequence: .zero, hash: .genesis, timestamp: Timestamp(millisecondsSinceEpoch: 0), eventID: "")
}
