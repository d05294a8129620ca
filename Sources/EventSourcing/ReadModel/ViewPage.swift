import EventSourcing

/// Some of the aggregates that a view lists under one owner's key.
public struct ViewPage: Hashable, Sendable {
  public let aggregateIDs: [AggregateID]
  /// The name behind which to go on; nil at the end.
  public let next: String?

  public init(aggregateIDs: [AggregateID], next: String?) {
    self.aggregateIDs = aggregateIDs
    self.next = next
  }
}
