import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel

/// Brings the read model of one account forward, whatever order, duplicates and company the events come in.
///
/// The rule (contract, section 4): an event at or below the summary's `Version` is a duplicate; the next one is applied;
/// beyond it, the missing ones are read from the event store first. The summary is written last, and only if it is still
/// the one that was read.
public struct AccountProjector {
  let stores: ProjectionStores
  let retry: ConflictRetry

  public init(
    log: any EventStore & CheckpointStore, readModel: any ReadModelStore, clock: any Clock, sleeper: any Sleeper,
    randomness: any Randomness, settings: ProjectionSettings = .standard
  ) {
    stores = ProjectionStores(
      log: log, checkpoints: log, readModel: readModel, clock: clock, settings: settings)
    retry = ConflictRetry(clock: clock, sleeper: sleeper, randomness: randomness)
  }

  /// Projects one event of the bus.
  ///
  /// - Throws: ``ProjectionFailure``. What was applied before stays, and the event may be delivered again.
  public func project(
    _ event: RecordedEvent, deadline: Timestamp?
  ) throws(ProjectionFailure) -> ProjectionOutcome {
    var conflicts = 0
    while true {
      let stored = try stores.item(.summary, of: event.aggregateID, deadline: deadline)
      guard let start = start(from: stored, of: event.aggregateID) else {
        return try refold(for: event, deadline: deadline)
      }
      if event.sequence <= start.head.sequence { return .duplicate }
      if try advance(from: start, stored: stored, to: event, deadline: deadline) {
        return .applied(missing: event.sequence.value - start.head.sequence.value - 1)
      }
      conflicts += 1
      guard retry.pause(afterConflict: conflicts, deadline: deadline) else { throw .contended }
    }
  }

  /// Folds an account anew and replaces its summary and the write side's checkpoint, whatever they are.
  ///
  /// - Parameters:
  ///   - run: what the rebuild belongs to: it goes on where a call of the same run had to stop.
  ///   - force: whether a summary that is ahead of the log is replaced as well.
  /// - Throws: ``ProjectionFailure``; of case `outOfTime` where another call has to go on.
  public func rebuild(
    _ accountID: AggregateID, run: String, force: Bool = false, deadline: Timestamp?
  ) throws(ProjectionFailure) -> RebuildOutcome {
    try rebuild(accountID, run: run, force: force, pace: nil, deadline: deadline)
  }

  /// One event of the log.
  ///
  /// - Throws: ``ProjectionFailure``; of case `notInStore` where there is none.
  func storedEvent(
    _ sequence: SequenceNumber, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ProjectionFailure) -> RecordedEvent {
    let page = try stores.slice(of: accountID, from: sequence, through: sequence, deadline: deadline)
    guard let event = page.events.first else { throw .notInStore(sequence) }
    return event
  }

  /// - Returns: nil if what is stored is damaged or of another fold.
  private func start(from stored: JSONObject?, of accountID: AggregateID) -> AccountFold? {
    guard let stored else { return AccountFold() }
    return FoldedCopy<Account>(attributes: stored, of: accountID).map { AccountFold($0) }
  }

  private func refold(
    for event: RecordedEvent, deadline: Timestamp?
  ) throws(ProjectionFailure) -> ProjectionOutcome {
    let refold = AccountRefold(
      stores: stores, retry: retry, accountID: event.aggregateID, run: "repair", deadline: deadline)
    let outcome = try refold.repair()
    if event.sequence > outcome.reached { throw .notInStore(event.sequence) }
    return .refolded(events: outcome.events)
  }

  // MARK: Going forward

  /// - Returns: false if another projector came first.
  private func advance(
    from start: AccountFold, stored: JSONObject?, to event: RecordedEvent, deadline: Timestamp?
  ) throws(ProjectionFailure) -> Bool {
    if event.sequence == start.head.sequence.next {
      return try write([event], onto: start, stored: stored, deadline: deadline) != nil
    }
    var fold = start
    var stored = stored
    while fold.head.sequence < event.sequence {
      guard fold.head == start.head || stores.hasTime(until: deadline) else {
        throw .outOfTime(reached: fold.head.sequence)
      }
      let page = try stores.slice(
        of: event.aggregateID, from: fold.head.sequence.next, through: event.sequence, deadline: deadline)
      guard !page.events.isEmpty else { throw .notInStore(event.sequence) }
      guard let (reached, item) = try write(page.events, onto: fold, stored: stored, deadline: deadline) else {
        return false
      }
      fold = reached
      stored = item.attributes
    }
    guard fold.head.hash == event.hash else { throw .notInStore(event.sequence) }
    return true
  }

  /// Writes what the events come to, the summary last.
  ///
  /// - Returns: nil if another projector came first.
  private func write(
    _ events: [RecordedEvent], onto start: AccountFold, stored: JSONObject?, deadline: Timestamp?
  ) throws(ProjectionFailure) -> (AccountFold, ReadModelItem)? {
    let slice = FoldedSlice(events, onto: start, snapshotInterval: stores.settings.snapshotInterval)
    guard slice.count > 0, let accountID = events.first?.aggregateID else {
      throw slice.failure ?? .notInStore(start.head.sequence.next)
    }
    try stores.put(slice.items, deadline: deadline)
    let summary = slice.fold.item(.summary, of: accountID)
    guard try stores.replace(summary, ifStill: stored, deadline: deadline) else { return nil }
    if let failure = slice.failure { throw failure }
    return (slice.fold, summary)
  }
}

extension AccountProjector: AggregateRebuilding {
  func rebuild(
    _ aggregateID: AggregateID, run: String, force: Bool, pace: RebuildPace?, deadline: Timestamp?
  ) throws(ProjectionFailure) -> RebuildOutcome {
    let refold = AccountRefold(
      stores: stores, retry: retry, accountID: aggregateID, run: run, pace: pace, deadline: deadline)
    return try refold.rebuild(force: force)
  }

  func hasTime(until deadline: Timestamp?) -> Bool { stores.hasTime(until: deadline) }
}
