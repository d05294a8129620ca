import EventSourcing

/// What is asked for one aggregate: to bring its read model to the end of its log.
public struct ProjectionDemand: Hashable, Sendable {
  public let aggregateID: AggregateID
  /// What is known of the end; may be empty.
  public let notices: [Notice]
  /// Whether what is asked for has most likely been done before, so that the summary alone is read first.
  public let isReplay: Bool
  /// The type of one of its events, as it was told: it says whose the aggregate may be.
  public let eventType: String?

  public init(
    _ aggregateID: AggregateID, notices: [Notice] = [], isReplay: Bool = false, eventType: String? = nil
  ) {
    self.aggregateID = aggregateID
    self.notices = notices
    self.isReplay = isReplay
    self.eventType = eventType
  }

  /// The same, with the type of an event that its log holds.
  func told(_ eventType: String) -> ProjectionDemand {
    ProjectionDemand(aggregateID, notices: notices, isReplay: isReplay, eventType: eventType)
  }

  /// The demand of one notice.
  public init(_ notice: Notice) {
    self.init(notice.aggregateID, notices: [notice])
  }
}
