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
    guard let first = tail.window.first else { return .none }
    // A copy says nothing of whose it is: another domain's aggregate may have been asked for.
    if Model.eventType(named: first.type) == nil {
      throw .unreadable(aggregateID, at: first.sequence, .unknownType(first.type))
    }
    let copy = trusted(tail, of: aggregateID)
    var fold = Fold<Model>()
    var copied = copy?.head.sequence ?? .zero
    if first.sequence.value > 1 {
      if let copy {
        fold = Fold(chain: try chain(through: copy.head, in: tail.window, of: aggregateID), state: copy.state)
      } else {
        (fold, copied) = try reload(aggregateID, before: first, copies: tail.copies, deadline: deadline)
      }
    }
    let head = fold.head
    try fold.advance(over: tail.window.filter { $0.sequence > head.sequence }, of: aggregateID)
    try fold.finish(aggregateID)
    return LoadedAggregate(state: fold.state, head: fold.head, copied: copied)
  }

  /// The freshest copy that stands behind an event of the window, or directly before it.
  private func trusted(_ tail: LogTail, of aggregateID: AggregateID) -> FoldedCopy<Model>? {
    // Proving a copy takes its digest, so the freshest is looked at first, and mostly alone.
    let copies = tail.copies.map { ($0, $0["Version"]?.number?.int ?? 0) }.sorted { $0.1 > $1.1 }
    for (attributes, _) in copies {
      if let copy = FoldedCopy<Model>(attributes: attributes, of: aggregateID),
        case .stands = LogProof(copy.head, in: tail.window)
      {
        return copy
      }
    }
    return nil
  }

  /// The copies that are what was stored, the freshest first.
  func intact(_ copies: [JSONObject], of aggregateID: AggregateID) -> [FoldedCopy<Model>] {
    copies.compactMap { FoldedCopy<Model>(attributes: $0, of: aggregateID) }
      .sorted { $0.head.sequence > $1.head.sequence }
  }

  /// The chain at a copy that stands in the window or directly before it. What is before the copy is not folded, and yet
  /// has to be whole.
  private func chain(
    through head: LogHead, in window: [RecordedEvent], of aggregateID: AggregateID
  ) throws(EventStoreError) -> LogChain {
    guard let first = window.first, first.sequence <= head.sequence else { return LogChain(after: head) }
    var chain = LogChain(before: first)
    for event in window.prefix(while: { $0.sequence <= head.sequence }) {
      if let fault = chain.advance(over: event) { throw FoldFault.chain(fault).error(of: aggregateID) }
    }
    return chain
  }

  /// The aggregate once everything is folded that was appended since it was loaded.
  ///
  /// - Parameter winner: the event behind the loaded head, where it is known already.
  public func advance(
    _ loaded: LoadedAggregate<Model>, of aggregateID: AggregateID, over winner: RecordedEvent?, deadline: Timestamp?
  ) throws(EventStoreError) -> LoadedAggregate<Model> {
    var fold = Fold<Model>(chain: LogChain(after: loaded.head), state: loaded.state)
    // The rest of a batch may show later than its first event, so that one is read again together with the others.
    if let winner, winner.sequence == loaded.head.sequence.next, winner.batch == nil {
      try fold.advance(over: [winner], of: aggregateID)
    }
    var hasMore = true
    while hasMore {
      let page = try store.events(
        of: aggregateID, from: fold.head.sequence.next, through: .last, limit: Self.pageSize, deadline: deadline)
      try fold.advance(over: page.events, of: aggregateID)
      hasMore = page.hasMore
    }
    try fold.finish(aggregateID)
    return LoadedAggregate(state: fold.state, head: fold.head, copied: loaded.copied)
  }
}

extension Fold {
  /// Takes the next events.
  ///
  /// - Throws: ``EventStoreError`` of kind `corrupt` naming the first event that cannot be folded in.
  fileprivate mutating func advance(
    over events: [RecordedEvent], of aggregateID: AggregateID
  ) throws(EventStoreError) {
    for event in events {
      do {
        try advance(over: event)
      } catch {
        throw error.error(of: aggregateID)
      }
    }
  }

  /// Checks that the log may end here.
  fileprivate func finish(_ aggregateID: AggregateID) throws(EventStoreError) {
    if let fault = chain.faultAtEnd { throw FoldFault.chain(fault).error(of: aggregateID) }
  }
}
