import Environment

/// What of a log can be read from a place on: an event that cannot be holds up only what builds on it.
public struct ReadableEvents: Sendable {
  public fileprivate(set) var events: [RecordedEvent]
  /// Whether something stands behind them.
  public fileprivate(set) var hasMore: Bool
  /// Why the next one cannot be read, of kind `corrupt`.
  public fileprivate(set) var fault: EventStoreError?

  public init(events: [RecordedEvent], hasMore: Bool, fault: EventStoreError? = nil) {
    self.events = events
    self.hasMore = hasMore
    self.fault = fault
  }
}

extension EventStore {
  /// Reads a page of events, up to the first that cannot be read.
  ///
  /// - Throws: ``EventStoreError`` where nothing can be said of the page.
  public func readableEvents(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> ReadableEvents {
    do {
      let page = try events(of: aggregateID, from: from, through: through, limit: limit, deadline: deadline)
      return ReadableEvents(events: page.events, hasMore: page.hasMore)
    } catch {
      guard case .corrupt(let sequence, _) = error.kind, sequence >= from, sequence <= through else { throw error }
      if sequence == from { return ReadableEvents(events: [], hasMore: true, fault: error) }
      var before = try readableEvents(
        of: aggregateID, from: from, through: sequence.previous, limit: limit, deadline: deadline)
      if !before.hasMore {
        before.hasMore = true
        before.fault = error
      }
      return before
    }
  }
}
