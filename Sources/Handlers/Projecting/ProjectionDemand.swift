import EventSourcing

/// What is asked for one aggregate: to bring its read model to the end of its log.
public struct ProjectionDemand: Hashable, Sendable {
  public let aggregateID: AggregateID
  /// What is known of the end; may be empty.
  public let notices: [Notice]
  /// Whether what is asked for has most likely been done before, so that the summary alone is read first.
  public let isReplay: Bool

  public init(_ aggregateID: AggregateID, notices: [Notice] = [], isReplay: Bool = false) {
    self.aggregateID = aggregateID
    self.notices = notices
    self.isReplay = isReplay
  }

  /// The demand of one notice.
  public init(_ notice: Notice) {
    self.init(notice.aggregateID, notices: [notice])
  }
}
