import Environment
import EventSourcing
import JSON

/// Folds an aggregate at any place of its log, from the nearest stored copy that the log proves.
struct StateReader<Model: Domain> {
  let sources: QuerySources
  let aggregateID: AggregateID
  let deadline: Timestamp?

  /// The aggregate behind the last event at or below `end`.
  ///
  /// - Parameter copies: stored copies at hand, whose attributes are not trusted.
  /// - Returns: a copy at ``SequenceNumber/zero`` where there is no event.
  func state(through end: SequenceNumber, copies: [JSONObject] = []) throws(QueryFailure) -> FoldedCopy<Model> {
    if let folded = try fold(fromAnyOf: copies, through: end) { return folded }
    let snapshots = try sources.snapshot(of: aggregateID, atOrBelow: end, deadline: deadline).map { [$0] } ?? []
    if let folded = try fold(fromAnyOf: snapshots, through: end) { return folded }
    return try fold(from: nil, through: end) ?? Fold<Model>().copy(of: aggregateID)
  }

  /// - Returns: nil if no copy is whole and stands in this log.
  private func fold(
    fromAnyOf copies: [JSONObject], through end: SequenceNumber
  ) throws(QueryFailure) -> FoldedCopy<Model>? {
    for attributes in copies {
      guard let copy = FoldedCopy<Model>(attributes: attributes, of: aggregateID), copy.head.sequence <= end else {
        continue
      }
      if let folded = try fold(from: copy, through: end) { return folded }
    }
    return nil
  }

  /// - Returns: nil if the copy does not stand in this log: the event it names has another hash, or is not there.
  private func fold(
    from copy: FoldedCopy<Model>?, through end: SequenceNumber
  ) throws(QueryFailure) -> FoldedCopy<Model>? {
    // The event that the copy names is read again: it proves the copy.
    let start = copy?.head.sequence ?? .zero.next
    var pages = LogPages(of: aggregateID, from: start, through: end, in: sources, deadline: deadline)
    var fold = copy == nil ? Fold<Model>() : nil
    while let events = try pages.next() {
      for event in events {
        if fold == nil, let copy {
          guard event.head == copy.head else { return nil }
          fold = Fold(after: copy, openBatch: event.batch?.next)
          continue
        }
        do {
          try fold?.advance(over: event)
        } catch {
          throw .eventStore(error.error(of: aggregateID))
        }
      }
    }
    return fold?.copy(of: aggregateID)
  }
}
