import Environment

/// Reads what a command is decided on: whether it was carried out before, and else the aggregate at the end of its log.
struct CommandReader<Model: Aggregate> {
  /// What was read.
  enum Reading {
    /// The command was carried out before.
    case answered(JournalEntry)
    /// It was not; with the entries under its keys whose events are not in the log.
    case loaded(LoadedAggregate<Model>, orphans: [JournalEntry])
  }

  let store: any EventStore
  let loader: AggregateLoader<Model>

  init(store: any EventStore) {
    self.store = store
    loader = AggregateLoader(store: store)
  }

  /// - Throws: ``CommandFailure`` of case `keyReused`, `settled` or `store`.
  func read(
    _ request: CommandRequest<Model>, deadline: Timestamp?
  ) throws(CommandFailure<Model.Rejection>) -> Reading {
    let tail = try attempt { () throws(EventStoreError) in
      try store.loadTail(of: request.aggregateID, keys: request.keys, deadline: deadline)
    }
    if let other = tail.journal.first(where: { !$0.answers(request.contentHash) }) { throw .keyReused(other.key) }
    if let refusal = tail.journal.lazy.compactMap(\.refusal).first { throw .settled(refusal) }
    // Where only a part of the command's events is left, that is damage, which the loader names.
    if tail.orphans.isEmpty, let entry = answer(to: request, from: tail.journal) { return .answered(entry) }
    let loaded = try attempt { () throws(EventStoreError) in
      try loader.load(request.aggregateID, tail: tail, deadline: deadline)
    }
    if let entry = answer(to: request, from: tail.journal) { return .answered(entry) }
    return .loaded(loaded, orphans: tail.orphans)
  }

  /// The entry that holds the whole answer, or what the others remember of it.
  private func answer(to request: CommandRequest<Model>, from journal: [JournalEntry]) -> JournalEntry? {
    guard let first = journal.first else { return nil }
    if let whole = journal.first(where: { $0.events.count == request.entries.count }) { return whole }
    return JournalEntry(
      aggregateID: first.aggregateID, key: first.key, requestHash: first.requestHash,
      events: journal.flatMap(\.events), timestamp: first.timestamp, expiresAt: first.expiresAt)
  }

  /// The aggregate once everything is folded that was appended since it was loaded.
  func advance(
    _ loaded: LoadedAggregate<Model>, of aggregateID: AggregateID, over winner: RecordedEvent?, deadline: Timestamp?
  ) throws(CommandFailure<Model.Rejection>) -> LoadedAggregate<Model> {
    try attempt { () throws(EventStoreError) in
      try loader.advance(loaded, of: aggregateID, over: winner, deadline: deadline)
    }
  }

  private func attempt<Value>(
    _ body: () throws(EventStoreError) -> Value
  ) throws(CommandFailure<Model.Rejection>) -> Value {
    do {
      return try body()
    } catch {
      throw .store(error)
    }
  }
}
