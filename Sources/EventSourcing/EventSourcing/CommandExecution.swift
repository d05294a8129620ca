import Environment
import JSON

/// Decides commands and appends what they come to: exactly once under an idempotency key, and again on fresh state
/// when another writer comes first.
public struct CommandExecution<Model: Aggregate> {
  /// How often a refusal is looked at again because the log went on meanwhile.
  public static var maximumReviews: Int { 10 }

  private let store: any EventStore
  let reader: CommandReader<Model>
  private let clock: any Clock
  private let plan: AppendPlan<Model>
  let retry: ConflictRetry

  public init(
    store: any EventStore, clock: any Clock, sleeper: any Sleeper, randomness: any Randomness,
    journalRetention: JournalRetention
  ) {
    self.store = store
    self.clock = clock
    reader = CommandReader(store: store)
    plan = AppendPlan(randomness: randomness, journalRetention: journalRetention)
    retry = ConflictRetry(clock: clock, sleeper: sleeper, randomness: randomness)
  }

  /// Carries out a request.
  ///
  /// - Parameters:
  ///   - known: what the aggregate was a moment ago, where the caller has loaded it: the first try is made on that, and
  ///     the append's own conditions find what has happened since.
  ///   - deadline: when the invocation ends; no try is begun shortly before it.
  /// - Throws: ``CommandFailure``. A refusal speaks for this call only: another one under the same key may be under way.
  public func execute(
    _ request: CommandRequest<Model>, on known: LoadedAggregate<Model>? = nil, deadline: Timestamp?
  ) throws(CommandFailure<Model.Rejection>) -> CommandResult {
    var progress = Progress(race: retry.begin())
    if let known {
      progress.loaded = known
    } else if !request.startsLog, let result = try read(request, into: &progress, deadline: deadline) {
      return result
    }
    while true {
      let decided: AppendPlan<Model>.Decided
      do throws(CommandFailure<Model.Rejection>) {
        decided = try decide(request, on: progress)
      } catch {
        if let result = try review(error, of: request, in: &progress, deadline: deadline) { return result }
        continue
      }
      switch try append(decided.append, deadline: deadline) {
      case .appended:
        if decided.result.isBeyondCopies {
          store.keep(
            decided.result.copy(of: request.aggregateID), of: request.aggregateID, deadline: deadline)
        }
        return result(of: decided.append, after: progress)
      case .keyInUse:
        if let result = try look(for: request, in: &progress, deadline: deadline) { return result }
      case .conflict(let winner):
        // One is sent, however many races are lost: one that was given up costs the next command a read.
        if decided.append.checkpoint != nil { progress.loaded = progress.loaded.withCopy }
        if let result = try catchUp(request, winner: winner, in: &progress, deadline: deadline) { return result }
      }
    }
  }

  // MARK: Reading

  /// - Returns: the first run's answer, where the command was carried out before.
  func read(
    _ request: CommandRequest<Model>, into progress: inout Progress, deadline: Timestamp?
  ) throws(CommandFailure<Model.Rejection>) -> CommandResult? {
    switch try reader.read(request, deadline: deadline) {
    case .answered(let entry):
      return CommandResult(
        events: entry.events, timestamp: entry.timestamp, isDuplicate: true, conflicts: progress.race.conflicts)
    case .loaded(let loaded, let orphans):
      progress.loaded = loaded
      progress.orphans = orphans
      return nil
    }
  }

  // MARK: Deciding

  private func decide(
    _ request: CommandRequest<Model>, on progress: Progress
  ) throws(CommandFailure<Model.Rejection>) -> AppendPlan<Model>.Decided {
    if let expected = request.expectedSequence, expected != progress.loaded.head.sequence {
      throw .conflict(expected: expected, actual: progress.loaded.head.sequence)
    }
    return try plan.decide(request, on: progress.loaded, over: progress.orphans, at: clock.now())
  }

  /// An append is protected by its condition, a refusal by nothing: log and journal are read once more before it is given.
  ///
  /// - Returns: nil where the log went on, so that the command has to be decided anew.
  /// - Throws: the refusal, if it stands.
  private func review(
    _ refusal: CommandFailure<Model.Rejection>, of request: CommandRequest<Model>, in progress: inout Progress,
    deadline: Timestamp?
  ) throws(CommandFailure<Model.Rejection>) -> CommandResult? {
    switch refusal {
    case .store, .settled: throw refusal
    case .rejected, .conflict, .keyReused: break
    }
    let head = progress.loaded.head
    if let result = try read(request, into: &progress, deadline: deadline) { return result }
    progress.reviews += 1
    if progress.loaded.head != head, progress.reviews <= Self.maximumReviews { return nil }
    guard case .rejected(let rejection, _) = refusal, request.settlesRefusals, let key = request.keys.first else {
      throw refusal
    }
    let entry = plan.settled(SettledRefusal(rejection), of: request, under: key, at: clock.now())
    if try settle(entry, over: progress.orphans, deadline: deadline) { throw refusal }
    return try look(for: request, in: &progress, deadline: deadline)
  }

  // MARK: Writing

  private func append(
    _ append: Append, deadline: Timestamp?
  ) throws(CommandFailure<Model.Rejection>) -> AppendOutcome {
    do {
      return try store.append(append, deadline: deadline)
    } catch {
      throw .store(error)
    }
  }

  private func settle(
    _ refusal: JournalEntry, over orphans: [JournalEntry], deadline: Timestamp?
  ) throws(CommandFailure<Model.Rejection>) -> Bool {
    do {
      return try store.settle(refusal, over: orphans, deadline: deadline)
    } catch {
      throw .store(error)
    }
  }

  private func result(of append: Append, after progress: Progress) -> CommandResult {
    CommandResult(
      events: append.events.map(JournalEntry.Event.init), timestamp: append.events.last?.timestamp ?? clock.now(),
      isDuplicate: false, conflicts: progress.race.conflicts, replacedKeys: append.orphans.map(\.key))
  }
}
