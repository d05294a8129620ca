/// An aggregate on its way through its log: each event is checked against the one before it, and folded in.
public struct Fold<Model: Aggregate>: Sendable {
  /// The checked part of the log.
  public private(set) var chain: LogChain
  /// What it adds up to.
  public private(set) var state: Model.State

  /// Before the first event.
  public init() {
    chain = LogChain(after: .empty)
    state = Model.initial
  }

  /// Behind the event that a stored copy names.
  ///
  /// - Parameter openBatch: where that event is known not to be the last of its command, the place of the next one.
  public init(after copy: FoldedCopy<Model>, openBatch: BatchPlace? = nil) {
    chain = LogChain(after: copy.head, openBatch: openBatch)
    state = copy.state
  }

  /// Behind a part of the log that was checked by itself, in the state that it adds up to.
  init(chain: LogChain, state: Model.State) {
    self.chain = chain
    self.state = state
  }

  /// Where the log has been folded to.
  public var head: LogHead { chain.head }

  /// The folded aggregate, to be stored.
  public func copy(of aggregateID: AggregateID) -> FoldedCopy<Model> {
    FoldedCopy(aggregateID: aggregateID, head: head, state: state)
  }

  /// Takes the next event; on an error nothing has changed.
  ///
  /// - Throws: ``FoldFault``.
  public mutating func advance(over recorded: RecordedEvent) throws(FoldFault) {
    var chain = chain
    if let fault = chain.advance(over: recorded) { throw .chain(fault) }
    state = try Self.state(after: recorded, on: state)
    self.chain = chain
  }

  /// The state after one more event, whose place in the log is known to be right.
  static func state(after recorded: RecordedEvent, on state: Model.State) throws(FoldFault) -> Model.State {
    do {
      return Model.evolve(state, try Model.event(from: recorded))
    } catch {
      throw .unreadable(recorded.sequence, error)
    }
  }
}
