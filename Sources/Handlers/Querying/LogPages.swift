import Environment
import EventSourcing

/// Goes through a part of a log, page by page.
struct LogPages {
  private let sources: QuerySources
  private let aggregateID: AggregateID
  private let through: SequenceNumber
  private let deadline: Timestamp?
  private var place: SequenceNumber
  private var size = ReadSize()
  private var hasMore = true

  init(
    of aggregateID: AggregateID, from place: SequenceNumber, through: SequenceNumber = .last, in sources: QuerySources,
    deadline: Timestamp?
  ) {
    self.sources = sources
    self.aggregateID = aggregateID
    self.through = through
    self.deadline = deadline
    self.place = place
  }

  /// - Parameter limit: the most events that are wanted.
  /// - Returns: the next events, at least one; nil behind the last.
  mutating func next(atMost limit: Int = .max) throws(QueryFailure) -> [RecordedEvent]? {
    guard hasMore, place <= through else { return nil }
    let page = try sources.events(
      of: aggregateID, from: place, through: through, limit: min(limit, size.items), deadline: deadline)
    size.adapt(to: page.events.map(\.footprint))
    hasMore = page.hasMore
    guard let last = page.events.last else { return nil }
    place = last.sequence.next
    return page.events
  }
}
