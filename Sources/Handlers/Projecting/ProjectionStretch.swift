import EventSourcing
import ReadModel

/// Events of one aggregate that are about to be written behind the summary that was read.
struct ProjectionStretch<Model: Domain> {
  /// Events this close together are a burst, whose notifications come together too, in milliseconds.
  private static var burstMilliseconds: Int64 { 1_000 }

  /// Among the work of the rounds.
  let place: Int
  let summary: StoredSummary<Model>
  let slice: FoldedSlice<Model>
  /// Whether more events are known to follow.
  let hasMore: Bool
  /// What keeps the events behind these from being read.
  let failure: ProjectionFailure?

  /// Whether other projectors are likely to be at the same events: then one of them should write them. A single event
  /// that comes alone is not worth a claim.
  var needsClaim: Bool {
    if slice.events.count != 1 { return true }
    let head = summary.fold.head
    guard head.sequence > .zero, let event = slice.events.first else { return false }
    return event.timestamp.milliseconds(since: head.timestamp) < Self.burstMilliseconds
  }

  /// The new summary, with the rows that it moves.
  func replacement(of aggregateID: AggregateID) -> SummaryReplacement {
    let before = summary.rows(of: aggregateID)
    let after = ViewRow.rows(of: aggregateID, in: slice.fold.state, Model.self)
    return SummaryReplacement(
      ReadModelItem(slice.fold.copy(of: aggregateID), as: .summary), ifStill: summary.attributes,
      adding: after.subtracting(before), removing: before.subtracting(after))
  }
}
