import JSON

/// Where an entry stands in its index partition: its keys as they are stored, so that an entry which is no event has a
/// place as well.
public struct EventPosition: Hashable, Sendable {
  public let partition: String
  /// The aggregate's name, which may be none that ``AggregateID`` takes.
  public let aggregateID: String
  /// The place in the aggregate's log, which may be none that ``SequenceNumber`` takes.
  public let sequence: CanonicalDecimal
  /// The text by which the partition is ordered, which may be no time.
  public let timestamp: String

  public init(partition: String, aggregateID: String, sequence: CanonicalDecimal, timestamp: String) {
    self.partition = partition
    self.aggregateID = aggregateID
    self.sequence = sequence
    self.timestamp = timestamp
  }

  /// The position of an event read from `partition`.
  public init(of event: RecordedEvent, in partition: String) {
    self.init(
      partition: partition, aggregateID: event.aggregateID.text, sequence: CanonicalDecimal(event.sequence.value),
      timestamp: event.timestamp.rfc3339)
  }
}
