import Environment
import JSON

/// Brings an aggregate's state up to the end of its log at a cost that does not grow with the log.
///
/// The window of last events comes strongly consistent from the store. A stored copy of the state counts only if the
/// chain of hashes proves that it stands behind an event of this very log; the events after it are folded onto it.
public struct AggregateLoader<Domain: Aggregate> {
  private let store: any EventStore
  private let pageSize = 500

  public init(store: any EventStore) {
    self.store = store
  }

  /// - Throws: ``EventStoreError``; of kind `corrupt` where the log is damaged or holds an event that cannot be read.
  public func load(
    _ aggregateID: AggregateID, tail: LogTail, deadline: Timestamp?
  ) throws(EventStoreError) -> LoadedAggregate<Domain> {
    guard let first = tail.window.first, let last = tail.window.last else {
      return LoadedAggregate(state: Domain.initial, head: .empty, copied: .zero)
    }
    try check(tail.window, of: aggregateID)
    if first.sequence.value == 1 {
      let copied = trusted(tail, of: aggregateID)?.head.sequence ?? .zero
      let state = try fold(tail.window, onto: Domain.initial, of: aggregateID)
      return LoadedAggregate(state: state, head: last.head, copied: copied)
    }
    if let copy = trusted(tail, of: aggregateID) {
      let rest = tail.window.filter { $0.sequence > copy.head.sequence }
      let state = try fold(rest, onto: copy.state, of: aggregateID)
      return LoadedAggregate(state: state, head: last.head, copied: copy.head.sequence)
    }
    let (before, copied) = try reload(aggregateID, before: first, copies: tail.copies, deadline: deadline)
    let state = try fold(tail.window, onto: before, of: aggregateID)
    return LoadedAggregate(state: state, head: last.head, copied: copied)
  }

  /// The freshest copy that stands behind an event of the window, or directly before it.
  private func trusted(_ tail: LogTail, of aggregateID: AggregateID) -> FoldedCopy<Domain>? {
    guard let first = tail.window.first else { return nil }
    return intact(tail.copies, of: aggregateID).first { copy in
      if copy.head.sequence == first.sequence.previous { return copy.head.hash == first.previousHash }
      return tail.window.contains { $0.sequence == copy.head.sequence && $0.hash == copy.head.hash }
    }
  }

  private func intact(_ copies: [JSONObject], of aggregateID: AggregateID) -> [FoldedCopy<Domain>] {
    copies.compactMap { FoldedCopy<Domain>(attributes: $0, of: aggregateID) }
      .sorted { $0.head.sequence > $1.head.sequence }
  }

  /// The state before the window, from the nearest copy that proves itself, or else from the whole log.
  private func reload(
    _ aggregateID: AggregateID, before first: RecordedEvent, copies: [JSONObject], deadline: Timestamp?
  ) throws(EventStoreError) -> (Domain.State, SequenceNumber) {
    let end = first.sequence.previous
    let snapshot = try store.snapshot(of: aggregateID, atOrBelow: end, deadline: deadline)
    let candidates = intact(copies + (snapshot.map { [$0] } ?? []), of: aggregateID)
    for copy in candidates where copy.head.sequence <= end {
      let start = Start(state: copy.state, head: copy.head)
      if let state = try fold(aggregateID, from: start, to: first, deadline: deadline) {
        return (state, copy.head.sequence)
      }
    }
    let start = Start(state: Domain.initial, head: .empty)
    guard let state = try fold(aggregateID, from: start, to: first, deadline: deadline) else {
      throw .corrupt(aggregateID, at: .zero.next, LogChain.Fault.unlinked(.zero.next).description)
    }
    return (state, .zero)
  }

  private struct Start {
    let state: Domain.State
    let head: LogHead
  }

  /// Folds the events behind `start` up to the one before `first`.
  ///
  /// - Returns: nil if `start` does not stand in this log.
  private func fold(
    _ aggregateID: AggregateID, from start: Start, to first: RecordedEvent, deadline: Timestamp?
  ) throws(EventStoreError) -> Domain.State? {
    var chain = LogChain(after: start.head)
    var state = start.state
    while chain.head.sequence < first.sequence.previous {
      let page = try store.events(
        of: aggregateID, from: chain.head.sequence.next, through: first.sequence.previous, limit: pageSize,
        deadline: deadline)
      for event in page.events {
        if let fault = chain.advance(over: event) {
          if case .unlinked = fault, chain.head.sequence == start.head.sequence { return nil }
          throw .corrupt(aggregateID, at: fault.sequence, fault.description)
        }
      }
      state = try fold(page.events, onto: state, of: aggregateID)
      if page.events.isEmpty && !page.hasMore {
        let missing = LogChain.Fault.missing(chain.head.sequence.next)
        throw .corrupt(aggregateID, at: missing.sequence, missing.description)
      }
    }
    if chain.head.hash == first.previousHash { return state }
    if chain.head.sequence == start.head.sequence { return nil }
    throw .corrupt(aggregateID, at: first.sequence, LogChain.Fault.unlinked(first.sequence).description)
  }

  /// The aggregate once everything is folded that was appended since it was loaded.
  ///
  /// - Parameter winner: the event behind the loaded head, where it is known already.
  public func advance(
    _ loaded: LoadedAggregate<Domain>, of aggregateID: AggregateID, over winner: RecordedEvent?, deadline: Timestamp?
  ) throws(EventStoreError) -> LoadedAggregate<Domain> {
    var chain = LogChain(after: loaded.head)
    var state = loaded.state
    var news = winner.map { $0.sequence == loaded.head.sequence.next ? [$0] : [] } ?? []
    var hasMore = true
    while true {
      for event in news {
        if let fault = chain.advance(over: event) {
          throw .corrupt(aggregateID, at: fault.sequence, fault.description)
        }
      }
      state = try fold(news, onto: state, of: aggregateID)
      guard hasMore else { break }
      let page = try store.events(
        of: aggregateID, from: chain.head.sequence.next, through: loaded.head.sequence.advanced(by: .max),
        limit: pageSize, deadline: deadline)
      news = page.events
      hasMore = page.hasMore
    }
    return LoadedAggregate(state: state, head: chain.head, copied: loaded.copied)
  }

  /// The state once `events` are folded onto it.
  ///
  /// - Throws: ``EventStoreError`` of kind `corrupt` naming the event that cannot be read.
  func fold(
    _ events: [RecordedEvent], onto state: Domain.State, of aggregateID: AggregateID
  ) throws(EventStoreError) -> Domain.State {
    var state = state
    for recorded in events {
      do {
        state = Domain.evolve(state, try Domain.event(from: recorded))
      } catch {
        throw .unreadable(aggregateID, at: recorded.sequence, error)
      }
    }
    return state
  }

  private func check(_ window: [RecordedEvent], of aggregateID: AggregateID) throws(EventStoreError) {
    guard let first = window.first else { return }
    var chain = first.sequence.value == 1 ? LogChain(after: .empty) : LogChain(before: first)
    for event in window {
      if let fault = chain.advance(over: event) {
        throw .corrupt(aggregateID, at: fault.sequence, fault.description)
      }
    }
  }
}
