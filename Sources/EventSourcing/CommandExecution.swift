import Environment
import JSON

/// Decides commands and appends what they come to: exactly once under an idempotency key, and again on fresh state
/// when another writer comes first.
public struct CommandExecution<Domain: Aggregate> {
  private let store: any EventStore
  private let loader: AggregateLoader<Domain>
  private let clock: any Clock
  private let plan: AppendPlan<Domain>
  private let retry: ConflictRetry

  public init(
    store: any EventStore, clock: any Clock, sleeper: any Sleeper, randomness: any Randomness,
    journalRetention: JournalRetention
  ) {
    self.store = store
    self.clock = clock
    loader = AggregateLoader(store: store)
    plan = AppendPlan(loader: loader, randomness: randomness, journalRetention: journalRetention)
    retry = ConflictRetry(clock: clock, sleeper: sleeper, randomness: randomness)
  }

  /// Carries out a request.
  ///
  /// - Parameter deadline: when the invocation ends; no try is begun shortly before it.
  /// - Throws: ``CommandFailure``.
  public func execute(
    _ request: CommandRequest<Domain>, deadline: Timestamp?
  ) throws(CommandFailure<Domain.Rejection>) -> CommandResult {
    var race = retry.begin()
    var loaded = LoadedAggregate<Domain>.none
    if !request.startsLog {
      switch try load(request, deadline: deadline) {
      case .finished(let result): return result
      case .loaded(let fresh): loaded = fresh
      }
    }
    while true {
      let decision = try decide(request, on: loaded, deadline: deadline)
      let append: Append
      switch decision {
      case .finished(let result): return result
      case .append(let decided): append = decided
      }
      switch try attempt({ () throws(EventStoreError) in try store.append(append, deadline: deadline) }) {
      case .appended:
        return result(of: append, conflicts: race.conflicts)
      case .keyInUse(let entry):
        return try answer(from: entry, to: request, conflicts: race.conflicts)
      case .conflict(let winner):
        let expected = loaded.head.sequence
        switch try catchUp(request, from: loaded, winner: winner, in: &race, deadline: deadline) {
        case .finished(let result): return result
        case .exhausted(let actual): throw .conflict(expected: expected, actual: actual)
        case .loaded(let fresh): loaded = fresh
        }
      }
    }
  }

  // MARK: Loading

  private enum Loading {
    case finished(CommandResult)
    case loaded(LoadedAggregate<Domain>)
  }

  private func load(
    _ request: CommandRequest<Domain>, deadline: Timestamp?
  ) throws(CommandFailure<Domain.Rejection>) -> Loading {
    let tail = try attempt { () throws(EventStoreError) in
      try store.loadTail(of: request.aggregateID, keys: request.keys, deadline: deadline)
    }
    if let entry = tail.journal.first {
      return .finished(try answer(from: entry, to: request, conflicts: 0))
    }
    return .loaded(
      try attempt { () throws(EventStoreError) in
        try loader.load(request.aggregateID, tail: tail, deadline: deadline)
      })
  }

  // MARK: Deciding

  private enum Decision {
    case finished(CommandResult)
    case append(Append)
  }

  private func decide(
    _ request: CommandRequest<Domain>, on loaded: LoadedAggregate<Domain>, deadline: Timestamp?
  ) throws(CommandFailure<Domain.Rejection>) -> Decision {
    do throws(CommandFailure<Domain.Rejection>) {
      if let expected = request.expectedSequence, expected != loaded.head.sequence {
        throw .conflict(expected: expected, actual: loaded.head.sequence)
      }
      return .append(try plan.append(for: request, on: loaded, at: clock.now()))
    } catch {
      // The first run of this very command may have ended between the reads of the journal and of the log.
      if let entry = try recheckJournal(request, deadline: deadline) {
        return .finished(try answer(from: entry, to: request, conflicts: 0))
      }
      throw error
    }
  }

  private func recheckJournal(
    _ request: CommandRequest<Domain>, deadline: Timestamp?
  ) throws(CommandFailure<Domain.Rejection>) -> JournalEntry? {
    if request.keys.isEmpty { return nil }
    return try attempt { () throws(EventStoreError) in
      try store.journal(of: request.aggregateID, keys: request.keys, deadline: deadline)
    }.first
  }

  // MARK: After a lost race

  private enum CatchUp {
    case finished(CommandResult)
    case loaded(LoadedAggregate<Domain>)
    case exhausted(actual: SequenceNumber)
  }

  /// Waits, and reads only what the winners added.
  private func catchUp(
    _ request: CommandRequest<Domain>, from loaded: LoadedAggregate<Domain>, winner: RecordedEvent?,
    in race: inout ConflictRetry.Race, deadline: Timestamp?
  ) throws(CommandFailure<Domain.Rejection>) -> CatchUp {
    if request.expectedSequence == nil, !retry.pause(&race, deadline: deadline) {
      return .exhausted(actual: max(winner?.sequence ?? .zero, loaded.head.sequence.next))
    }
    if loaded.head.sequence == .zero || request.expectedSequence != nil {
      switch try load(request, deadline: deadline) {
      case .finished(let result): return .finished(result)
      case .loaded(let fresh): return .loaded(fresh)
      }
    }
    let caughtUp = try attempt { () throws(EventStoreError) in
      try loader.advance(loaded, of: request.aggregateID, over: winner, deadline: deadline)
    }
    return .loaded(caughtUp)
  }

  // MARK: Answers

  private func result(of append: Append, conflicts: Int) -> CommandResult {
    CommandResult(
      events: append.events.map(JournalEntry.Event.init),
      timestamp: append.events.last?.timestamp ?? clock.now(), isDuplicate: false, conflicts: conflicts)
  }

  private func answer(
    from entry: JournalEntry, to request: CommandRequest<Domain>, conflicts: Int
  ) throws(CommandFailure<Domain.Rejection>) -> CommandResult {
    guard entry.requestHash == request.contentHash else { throw .keyReused(entry.key) }
    return CommandResult(events: entry.events, timestamp: entry.timestamp, isDuplicate: true, conflicts: conflicts)
  }

  private func attempt<Value>(
    _ body: () throws(EventStoreError) -> Value
  ) throws(CommandFailure<Domain.Rejection>) -> Value {
    do {
      return try body()
    } catch {
      throw .store(error)
    }
  }
}
