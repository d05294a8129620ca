import Environment
import JSON

/// Where no copy stands in the window: the way from an older one, or from the beginning.
extension AggregateLoader {
  /// How many events are folded before the state is kept.
  private static var checkpointDistance: Int { 2_000 }

  /// The log folded up to the window, from a copy at hand or the nearest snapshot that proves itself, or else from its
  /// beginning. The snapshot is asked for only if it can save more than the page that is read in any case.
  ///
  /// - Returns: also where the copy stood.
  func reload(
    _ aggregateID: AggregateID, before first: RecordedEvent, copies: [JSONObject], deadline: Timestamp?
  ) throws(EventStoreError) -> (Fold<Model>, SequenceNumber) {
    let end = first.sequence.previous
    var candidates = intact(copies, of: aggregateID).filter { $0.head.sequence <= end }
    if let nearest = candidates.first, end.value - nearest.head.sequence.value <= Self.pageSize {
      if let fold = try fold(aggregateID, from: Fold(after: nearest), to: first, deadline: deadline) {
        return (fold, nearest.head.sequence)
      }
      candidates.removeFirst()
    }
    // What is before the window of a short log is as quickly read.
    if end.value > LogTail.copyDistance,
      let snapshot = try store.snapshot(of: aggregateID, atOrBelow: end, deadline: deadline)
    {
      candidates = (candidates + intact([snapshot], of: aggregateID)).sorted { $0.head.sequence > $1.head.sequence }
    }
    for copy in candidates {
      if let fold = try fold(aggregateID, from: Fold(after: copy), to: first, deadline: deadline) {
        return (fold, copy.head.sequence)
      }
    }
    guard let fold = try fold(aggregateID, from: Fold(), to: first, deadline: deadline) else {
      throw FoldFault.chain(.unlinked(.zero.next)).error(of: aggregateID)
    }
    return (fold, .zero)
  }

  /// Folds the events behind `start` up to the one before `first`, and keeps the copies that it passes on the way, so that
  /// a try that runs out of time brings the next one forward.
  ///
  /// - Returns: nil if `start` does not stand in this log.
  private func fold(
    _ aggregateID: AggregateID, from start: Fold<Model>, to first: RecordedEvent, deadline: Timestamp?
  ) throws(EventStoreError) -> Fold<Model>? {
    var fold = start
    var kept = start.head.sequence
    while fold.head.sequence < first.sequence.previous {
      // Read up to the event that is known, so that the store sees a gap before it.
      let page = try store.events(
        of: aggregateID, from: fold.head.sequence.next, through: first.sequence, limit: Self.pageSize,
        deadline: deadline)
      let events = page.events.filter { $0.sequence < first.sequence }
      for event in events {
        do {
          try fold.advance(over: event)
        } catch {
          if case .chain(.unlinked) = error, fold.head == start.head { return nil }
          throw error.error(of: aggregateID)
        }
      }
      if events.isEmpty { throw FoldFault.chain(.missing(fold.head.sequence.next)).error(of: aggregateID) }
      if fold.head.sequence.value - kept.value >= Self.checkpointDistance {
        store.keep(fold.copy(of: aggregateID).attributes, of: aggregateID, deadline: deadline)
        kept = fold.head.sequence
      }
    }
    if fold.head.hash == first.previousHash { return fold }
    if fold.head == start.head { return nil }
    throw FoldFault.chain(.unlinked(first.sequence)).error(of: aggregateID)
  }
}
