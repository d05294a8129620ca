import Environment
import JSON

/// Where no copy stands in the window: the way from an older one, or from the beginning.
extension AggregateLoader {
  /// How many events are folded before the state is kept.
  private static var checkpointDistance: Int { 2_000 }

  /// The state before the window, from a copy at hand or the nearest snapshot that proves itself, or else from the whole
  /// log. The snapshot is asked for only if it can save more than the page that is read in any case.
  func reload(
    _ aggregateID: AggregateID, before first: RecordedEvent, copies: [JSONObject], deadline: Timestamp?
  ) throws(EventStoreError) -> (Model.State, SequenceNumber) {
    let end = first.sequence.previous
    var candidates = intact(copies, of: aggregateID).filter { $0.head.sequence <= end }
    if let nearest = candidates.first, end.value - nearest.head.sequence.value <= Self.pageSize {
      if let state = try fold(aggregateID, from: nearest, to: first, deadline: deadline) {
        return (state, nearest.head.sequence)
      }
      candidates.removeFirst()
    }
    if let snapshot = try store.snapshot(of: aggregateID, atOrBelow: end, deadline: deadline) {
      candidates = (candidates + intact([snapshot], of: aggregateID)).sorted { $0.head.sequence > $1.head.sequence }
    }
    for copy in candidates {
      if let state = try fold(aggregateID, from: copy, to: first, deadline: deadline) {
        return (state, copy.head.sequence)
      }
    }
    let start = FoldedCopy<Model>(aggregateID: aggregateID, head: .empty, state: Model.initial)
    guard let state = try fold(aggregateID, from: start, to: first, deadline: deadline) else {
      throw .corrupt(aggregateID, at: .zero.next, LogChain.Fault.unlinked(.zero.next).description)
    }
    return (state, .zero)
  }

  /// Folds the events behind `start` up to the one before `first`, and keeps the copies that it passes on the way, so that
  /// a try that runs out of time brings the next one forward.
  ///
  /// - Returns: nil if `start` does not stand in this log.
  private func fold(
    _ aggregateID: AggregateID, from start: FoldedCopy<Model>, to first: RecordedEvent, deadline: Timestamp?
  ) throws(EventStoreError) -> Model.State? {
    var chain = LogChain(after: start.head)
    var state = start.state
    var kept = start.head.sequence
    while chain.head.sequence < first.sequence.previous {
      // Read up to the event that is known, so that the store sees a gap before it.
      let page = try store.events(
        of: aggregateID, from: chain.head.sequence.next, through: first.sequence, limit: Self.pageSize,
        deadline: deadline)
      let events = page.events.filter { $0.sequence < first.sequence }
      for event in events {
        if let fault = chain.advance(over: event) {
          if case .unlinked = fault, chain.head.sequence == start.head.sequence { return nil }
          throw .corrupt(aggregateID, at: fault.sequence, fault.description)
        }
      }
      state = try fold(events, onto: state, of: aggregateID)
      if events.isEmpty {
        let missing = LogChain.Fault.missing(chain.head.sequence.next)
        throw .corrupt(aggregateID, at: missing.sequence, missing.description)
      }
      if chain.head.sequence.value - kept.value >= Self.checkpointDistance {
        let copy = FoldedCopy<Model>(aggregateID: aggregateID, head: chain.head, state: state)
        store.keep(copy.attributes, of: aggregateID, deadline: deadline)
        kept = chain.head.sequence
      }
    }
    if chain.head.hash == first.previousHash { return state }
    if chain.head.sequence == start.head.sequence { return nil }
    throw .corrupt(aggregateID, at: first.sequence, LogChain.Fault.unlinked(first.sequence).description)
  }
}
