import Environment
import JSON

/// Brings an aggregate's state up to the end of its log at a cost that does not grow with the log.
///
/// The window of last events comes strongly consistent from the store. A stored copy of the state counts only if the
/// chain of hashes proves that it stands behind an event of this very log; the events after it are folded onto it.
public struct AggregateLoader<Model: Aggregate> {
  static var pageSize: Int { 500 }

  let store: any EventStore

  public init(store: any EventStore) {
    self.store = store
  }

  /// - Throws: ``EventStoreError``; of kind `corrupt` where the log is damaged or holds an event that cannot be read.
  public func load(
    _ aggregateID: AggregateID, tail: LogTail, deadline: Timestamp?
  ) throws(EventStoreError) -> LoadedAggregate<Model> {
    guard let first = tail.window.first, let last = tail.window.last else {
      return LoadedAggregate(state: Model.initial, head: .empty, copied: .zero)
    }
    try check(tail.window, of: aggregateID)
    if first.sequence.value == 1 {
      let copied = trusted(tail, of: aggregateID)?.head.sequence ?? .zero
      let state = try fold(tail.window, onto: Model.initial, of: aggregateID)
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
  private func trusted(_ tail: LogTail, of aggregateID: AggregateID) -> FoldedCopy<Model>? {
    guard let first = tail.window.first else { return nil }
    return intact(tail.copies, of: aggregateID).first { copy in
      if copy.head.sequence == first.sequence.previous { return copy.head.hash == first.previousHash }
      return tail.window.contains { $0.sequence == copy.head.sequence && $0.hash == copy.head.hash }
    }
  }

  func intact(_ copies: [JSONObject], of aggregateID: AggregateID) -> [FoldedCopy<Model>] {
    copies.compactMap { FoldedCopy<Model>(attributes: $0, of: aggregateID) }
      .sorted { $0.head.sequence > $1.head.sequence }
  }

  /// The aggregate once everything is folded that was appended since it was loaded.
  ///
  /// - Parameter winner: the event behind the loaded head, where it is known already.
  public func advance(
    _ loaded: LoadedAggregate<Model>, of aggregateID: AggregateID, over winner: RecordedEvent?, deadline: Timestamp?
  ) throws(EventStoreError) -> LoadedAggregate<Model> {
    var chain = LogChain(after: loaded.head)
    var state = loaded.state
    // The rest of a batch may show later than its first event, so that one is read again together with the others.
    var news = [winner].compactMap { $0 }.filter { $0.sequence == loaded.head.sequence.next && $0.batch == nil }
    var hasMore = true
    while true {
      try check(news, with: &chain, of: aggregateID, isEnd: !hasMore)
      state = try fold(news, onto: state, of: aggregateID)
      guard hasMore else { break }
      let page = try store.events(
        of: aggregateID, from: chain.head.sequence.next, through: .last,
        limit: Self.pageSize, deadline: deadline)
      news = page.events
      hasMore = page.hasMore
    }
    return LoadedAggregate(state: state, head: chain.head, copied: loaded.copied)
  }

  /// The state once `events` are folded onto it.
  ///
  /// - Throws: ``EventStoreError`` of kind `corrupt` naming the event that cannot be read.
  func fold(
    _ events: [RecordedEvent], onto state: Model.State, of aggregateID: AggregateID
  ) throws(EventStoreError) -> Model.State {
    var state = state
    for recorded in events {
      do {
        state = Model.evolve(state, try Model.event(from: recorded))
      } catch {
        throw .unreadable(aggregateID, at: recorded.sequence, error)
      }
    }
    return state
  }

  private func check(_ window: [RecordedEvent], of aggregateID: AggregateID) throws(EventStoreError) {
    guard let first = window.first else { return }
    var chain = first.sequence.value == 1 ? LogChain(after: .empty) : LogChain(before: first)
    try check(window, with: &chain, of: aggregateID, isEnd: true)
  }

  private func check(
    _ events: [RecordedEvent], with chain: inout LogChain, of aggregateID: AggregateID, isEnd: Bool
  ) throws(EventStoreError) {
    for event in events {
      if let fault = chain.advance(over: event) {
        throw .corrupt(aggregateID, at: fault.sequence, fault.description)
      }
    }
    if isEnd, let fault = chain.faultAtEnd {
      throw .corrupt(aggregateID, at: fault.sequence, fault.description)
    }
  }
}
