import Environment
import EventSourcing
import JSON

/// Makes one aggregate's log, chained as an event store keeps it. It stores nothing.
public struct SampleLog {
  public static let start = Timestamp(seconds: 1_705_314_600, nanoseconds: 0)

  public let aggregateID: AggregateID
  public private(set) var events: [RecordedEvent] = []

  private let start: Timestamp

  public init(_ name: String, startingAt start: Timestamp = Self.start) throws {
    aggregateID = try AggregateID(name)
    self.start = start
  }

  /// A log that goes on behind events that are stored already.
  public init(_ name: String, continuing events: [RecordedEvent]) throws {
    try self.init(name)
    self.events = events
  }

  public var head: LogHead { events.last?.head ?? .empty }

  /// Adds an event, one second after the one before.
  @discardableResult
  public mutating func next(
    _ data: JSONObject = [:], type: String = "Sampled", eventID: String? = nil, key: IdempotencyKey? = nil,
    causationID: String? = nil, batch: BatchPlace? = nil
  ) -> RecordedEvent {
    let event = RecordedEvent(
      NewEvent(type: type, version: "1.0", data: data), eventID: eventID ?? SystemRandomness().uuid(),
      aggregateID: aggregateID, after: head, at: start.adding(milliseconds: 1000 * Int64(events.count)),
      metadata: EventMetadata(commandID: key, userID: "tester", correlationID: nil, causationID: causationID),
      batch: batch)
    events.append(event)
    return event
  }

  /// Adds several events and gives back only these.
  public mutating func next(count: Int) -> [RecordedEvent] {
    (0..<count).map { next(["number": .number(JSONNumber($0))]) }
  }

  /// Adds the events of one batch and gives back only these.
  public mutating func next(batchOf size: Int) -> [RecordedEvent] {
    (1...max(size, 1)).map { next(batch: BatchPlace(index: $0, of: size)) }
  }

  /// The journal's entry for a command that caused `events`.
  public func entry(
    _ key: IdempotencyKey, for events: [RecordedEvent], hash: String = "content", expiresAt: Timestamp? = nil
  ) -> JournalEntry {
    JournalEntry(
      aggregateID: aggregateID, key: key, requestHash: hash, events: events.map(JournalEntry.Event.init),
      timestamp: events.last?.timestamp ?? Self.start, expiresAt: expiresAt)
  }

  /// An append of some of the events.
  public func append(
    _ events: [RecordedEvent], journal: [JournalEntry] = [], checkpoint: JSONObject? = nil
  ) -> Append {
    Append(aggregateID: aggregateID, events: events, journal: journal, checkpoint: checkpoint)
  }
}
