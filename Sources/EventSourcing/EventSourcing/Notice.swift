/// Says that an aggregate has at least this event. Whether it is so, and what the event is, the log says.
public struct Notice: Hashable, Sendable {
  public let aggregateID: AggregateID
  public let sequence: SequenceNumber
  /// The event's hash; nil where only its place is known.
  public let hash: EventHash?

  public init(aggregateID: AggregateID, sequence: SequenceNumber, hash: EventHash? = nil) {
    self.aggregateID = aggregateID
    self.sequence = sequence
    self.hash = hash
  }
}
