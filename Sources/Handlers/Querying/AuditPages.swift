import Environment
import EventSourcing
import JSON
import ReadModel

/// Goes through a part of an audit trail, page by page. What is missing in it is an entry too.
struct AuditPages {
  private let sources: QuerySources
  private let aggregateID: AggregateID
  private let through: SequenceNumber
  private let deadline: Timestamp?
  /// The place behind the last entry.
  private(set) var place: SequenceNumber
  private(set) var isAtEnd: Bool
  private var size = ReadSize()
  /// Readings are not consistent until one has shown a gap: what it lacks, a consistent one may have.
  private var consistent = false

  init(
    of aggregateID: AggregateID, from place: SequenceNumber, through: SequenceNumber, in sources: QuerySources,
    deadline: Timestamp?
  ) {
    self.sources = sources
    self.aggregateID = aggregateID
    self.through = through
    self.deadline = deadline
    self.place = place
    isAtEnd = place > through
  }

  /// - Parameter limit: the most items that are wanted, at least one.
  /// - Returns: the next entries, at least one; nil behind the last.
  mutating func next(atMost limit: Int) throws(QueryFailure) -> [AuditEntry]? {
    while !isAtEnd {
      let page = try sources.auditTrail(
        of: aggregateID, from: place, through: through, limit: min(limit, size.items), consistent: consistent,
        deadline: deadline)
      size.adapt(to: page.items.map(\.footprint))
      let entries = entries(of: page)
      if !consistent, entries.contains(where: { $0.item == nil }) {
        consistent = true
        continue
      }
      if let last = entries.last?.last { place = last.next }
      isAtEnd = !page.hasMore || place > through
      if !entries.isEmpty { return entries }
    }
    return nil
  }

  /// The page's items, and what is missing before, between and behind them.
  private func entries(of page: AuditTrailPage) -> [AuditEntry] {
    var entries: [AuditEntry] = []
    var next = place
    for item in page.items {
      guard let sequence = ProjectionType.auditSequence(of: item), sequence >= next else { continue }
      if sequence > next { entries.append(AuditEntry(first: next, last: sequence.previous, item: nil)) }
      entries.append(AuditEntry(first: sequence, last: sequence, item: item))
      next = sequence.next
    }
    // Up to here the trail has been looked at; a page of nothing that belongs here has looked at one place at least.
    let end = page.hasMore ? page.last ?? place : through
    if end >= next { entries.append(AuditEntry(first: next, last: end, item: nil)) }
    return entries
  }
}
