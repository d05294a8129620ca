import Environment

/// Where an event stands in its index partition.
public struct EventPosition: Hashable, Sendable {
  public let partition: String
  public let aggregateID: AggregateID
  public let sequence: SequenceNumber
  public let timestamp: Timestamp

  public init(partition: String, aggregateID: AggregateID, sequence: SequenceNumber, timestamp: Timestamp) {
    self.partition = partition
    self.aggregateID = aggregateID
    self.sequence = sequence
    self.timestamp = timestamp
  }

  /// The position of an event read from `partition`.
  public init(of event: RecordedEvent, in partition: String) {
    self.init(
      partition: partition, aggregateID: event.aggregateID, sequence: event.sequence, timestamp: event.timestamp)
  }
}
