/// Checks that events follow each other as they were written: in sequence, linked by hash, each unaltered.
public struct LogChain: Sendable {
  /// Where the checked part of the log ends.
  public private(set) var head: LogHead
  /// The place that the event behind the head must have among those of its command, where the one at the head is known
  /// not to be the last of them.
  public private(set) var openBatch: BatchPlace?

  /// Starts behind a known head; ``LogHead/empty`` for a whole log.
  public init(after head: LogHead, openBatch: BatchPlace? = nil) {
    self.head = head
    self.openBatch = openBatch
  }

  /// The head before an event, as far as the event itself tells it.
  public init(before event: RecordedEvent) {
    head = LogHead(
      sequence: event.sequence.previous, hash: event.previousHash, timestamp: LogHead.empty.timestamp, eventID: "")
  }

  /// Takes the next event.
  ///
  /// - Returns: what is wrong with it; nil if it belongs here, and only then does the head move on.
  public mutating func advance(over event: RecordedEvent) -> Fault? {
    guard event.sequence == head.sequence.next else {
      return event.sequence > head.sequence.next ? .missing(head.sequence.next) : .outOfPlace(event.sequence)
    }
    guard event.computedHash == event.hash else { return .altered(event.sequence) }
    guard event.previousHash == head.hash else { return .unlinked(event.sequence) }
    if let openBatch, event.batch != openBatch { return .incompleteBatch(event.sequence) }
    head = event.head
    openBatch = event.batch?.next
    return nil
  }

  /// What is wrong with a log that ends at the head: the rest of the last event's batch, where it is missing.
  public var faultAtEnd: Fault? { openBatch == nil ? nil : .incompleteBatch(head.sequence.next) }

  /// What can be wrong with a log at one place.
  public enum Fault: Hashable, Sendable, CustomStringConvertible {
    /// No event where one belongs.
    case missing(SequenceNumber)
    /// An event where another belongs.
    case outOfPlace(SequenceNumber)
    /// The event's attributes do not give the hash it carries.
    case altered(SequenceNumber)
    /// The event is whole, and was chained to another predecessor.
    case unlinked(SequenceNumber)
    /// The events before it were appended together with others, which are not there.
    case incompleteBatch(SequenceNumber)

    public var sequence: SequenceNumber {
      switch self {
      case .missing(let sequence), .outOfPlace(let sequence), .altered(let sequence), .unlinked(let sequence),
        .incompleteBatch(let sequence):
        sequence
      }
    }

    public var description: String {
      switch self {
      case .missing: "the event is missing"
      case .outOfPlace: "the event is out of place"
      case .altered: "the event does not match its hash"
      case .unlinked: "the event is not chained to the one before it"
      case .incompleteBatch: "the event is missing, and those before it are an incomplete batch"
      }
    }
  }
}
