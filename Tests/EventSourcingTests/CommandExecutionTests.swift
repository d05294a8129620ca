import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

@Suite("Carrying out commands")
struct CommandExecutionTests {
  let clock = ManualClock()
  let sleeper = RecordingSleeper()
  let randomness = SeededRandomness(seed: 3)
  let store: InMemoryEventStore
  let aggregateID: AggregateID

  init() throws {
    store = InMemoryEventStore(clock: clock)
    aggregateID = try AggregateID("counter-1")
  }

  @Test("the same command under its key is answered and not done again, also much later")
  func duplicate() throws {
    let first = try execute([.init()], key: "k")
    clock.advance(milliseconds: 29 * 86_400_000)
    let second = try execute([.init()], key: "k")
    #expect(!first.isDuplicate)
    #expect(second.isDuplicate)
    #expect(second.events == first.events)
    #expect(second.timestamp == first.timestamp)
    #expect(store.logs[aggregateID]?.count == 1)
  }

  @Test("an entry whose time has passed counts as absent, also while the table still holds it")
  func expired() throws {
    _ = try execute([.init()], key: "k")
    clock.advance(milliseconds: 30 * 86_400_000)
    #expect(try !execute([.init(amount: 5)], key: "k").isDuplicate)
    #expect(store.logs[aggregateID]?.count == 2)
  }

  @Test("other content under a used key is refused")
  func reused() throws {
    _ = try execute([.init()], key: "k")
    #expect { try execute([.init(amount: 2)], key: "k") } throws: { error in
      guard case .keyReused(let key) = error as? CommandFailure<Counter.Rejection> else { return false }
      return key.text == "k"
    }
    #expect(store.logs[aggregateID]?.count == 1)
  }

  @Test("a command that starts a log reads nothing")
  func firstReadsNothing() throws {
    _ = try execute([.init(isFirst: true)], key: "k")
    #expect(store.itemsRead == 0)
  }

  @Test("the first run's answer comes back although its rule would now say no")
  func duplicateBeforeRules() throws {
    _ = try execute([.init(isFirst: true)], key: "k")
    #expect(try execute([.init(isFirst: true)], key: "k").isDuplicate)
    #expect { try execute([.init(isFirst: true)], key: "other") } throws: { error in
      guard case .rejected(.started, index: 0) = error as? CommandFailure<Counter.Rejection> else { return false }
      return true
    }
  }

  @Test("the first run ends between the reads of journal and log: still a duplicate, not a rejection")
  func raceOfReads() throws {
    _ = try execute([.init(amount: 3)], key: nil)
    _ = try execute([.init(amount: -3)], key: "withdraw")
    let late = LateJournal(store)
    let execution = execution(on: late)
    let result = try execution.execute(try request([.init(amount: -3)], key: "withdraw"), deadline: nil)
    #expect(result.isDuplicate)
  }

  @Test("beaten by another writer, it decides again on what the winner left", arguments: [1, 2, 10])
  func beaten(_ times: Int) throws {
    _ = try execute([.init()], key: nil)
    var left = times
    store.beforeAppend = { [store, aggregateID] _ throws(EventStoreError) in
      guard left > 0 else { return }
      left -= 1
      Self.intrude(on: store, aggregateID)
    }
    let result = try execute([.init()], key: "k")
    #expect(result.conflicts == times)
    #expect(store.logs[aggregateID]?.map(\.sequence.value) == Array(1...(times + 2)))
    #expect(sleeper.sleeps.count == times)
  }

  @Test("an expected sequence is never tried again")
  func expectation() throws {
    _ = try execute([.init()], key: nil)
    store.beforeAppend = { [store, aggregateID] _ throws(EventStoreError) in Self.intrude(on: store, aggregateID) }
    #expect { try execute([.init()], key: nil, expected: 1) } throws: { Self.isConflict($0, expected: 1, actual: 2) }
    store.beforeAppend = nil
    #expect { try execute([.init()], key: nil, expected: 7) } throws: { Self.isConflict($0, expected: 7, actual: 2) }
    #expect { try execute([.init(isFirst: true)], key: nil, expected: 0) } throws: {
      Self.isConflict($0, expected: 0, actual: 2)
    }
    #expect(try execute([.init()], key: nil, expected: 2).events.map(\.sequence.value) == [3])
    #expect(sleeper.sleeps.isEmpty)
  }

  @Test("gives up after a bounded number of losses, and before the deadline")
  func exhaustion() throws {
    _ = try execute([.init()], key: nil)
    var tries = 0
    store.beforeAppend = { [store, aggregateID] _ throws(EventStoreError) in
      tries += 1
      Self.intrude(on: store, aggregateID)
    }
    #expect { try execute([.init()], key: nil) } throws: { Self.isConflict($0) }
    #expect(tries == ConflictRetry.maximumConflicts)
    tries = 0
    let soon = clock.now().adding(milliseconds: ConflictRetry.reserve - 1)
    #expect { try execute([.init()], key: nil, deadline: soon) } throws: { Self.isConflict($0) }
    #expect(tries == 1)
  }

  @Test("several events: each is decided on the state after the one before, all or nothing")
  func several() throws {
    let result = try execute([.init(amount: 5), .init(amount: -5), .init(amount: 2)], key: "k")
    #expect(result.events.map(\.sequence.value) == [1, 2, 3])
    #expect { try execute([.init(amount: 5), .init(amount: -8)], key: nil) } throws: { error in
      guard case .rejected(.belowZero, index: 1) = error as? CommandFailure<Counter.Rejection> else { return false }
      return true
    }
    #expect(store.logs[aggregateID]?.count == 3)
  }

  @Test("writes a checkpoint before the copies fall out of the window, so reads stay bounded without a projection")
  func checkpoints() throws {
    for index in 0..<500 {
      let before = store.itemsRead
      _ = try execute([.init()], key: nil)
      #expect(store.itemsRead - before <= LogTail.windowSize + 1, "at event \(index)")
    }
    #expect(store.checkpoints[aggregateID] != nil)
  }

  @Test("time does not run backwards within a log")
  func monotonicTime() throws {
    let first = try execute([.init()], key: nil)
    clock.advance(milliseconds: -60_000)
    #expect(try execute([.init()], key: nil).timestamp == first.timestamp)
  }

  // MARK: Fixture

  private func request(
    _ commands: [Counter.Command], key: String?, expected: Int? = nil
  ) throws -> CommandRequest<Counter> {
    let key = try key.map { try IdempotencyKey($0) }
    return CommandRequest(
      aggregateID: aggregateID, entries: commands.map { .init($0, key: key) },
      expectedSequence: expected.flatMap(SequenceNumber.init), userID: "system", correlationID: nil,
      content: .array(commands.map { .number(JSONNumber($0.amount)) }))
  }

  private func execution(on store: any EventStore) -> CommandExecution<Counter> {
    CommandExecution(
      store: store, clock: clock, sleeper: sleeper, randomness: randomness, journalRetention: .standard)
  }

  @discardableResult
  private func execute(
    _ commands: [Counter.Command], key: String?, expected: Int? = nil, deadline: Timestamp? = nil
  ) throws -> CommandResult {
    try execution(on: store).execute(try request(commands, key: key, expected: expected), deadline: deadline)
  }

  private static func intrude(on store: InMemoryEventStore, _ aggregateID: AggregateID) {
    let head = store.logs[aggregateID]?.last?.head ?? .empty
    let event = RecordedEvent(
      NewEvent(type: "Counted", version: "2.0", data: ["amount": 1]),
      eventID: "intruder-\(head.sequence)", aggregateID: aggregateID, after: head, at: head.timestamp,
      metadata: EventMetadata(commandID: nil, userID: "other", correlationID: nil))
    store.logs[aggregateID, default: []].append(event)
  }

  private static func isConflict(_ error: any Error, expected: Int? = nil, actual: Int? = nil) -> Bool {
    guard case .conflict(let stated, let found) = error as? CommandFailure<Counter.Rejection> else { return false }
    return (expected ?? stated.value) == stated.value && (actual ?? found.value) == found.value
  }
}

/// A store whose first read of the journal comes before the first run of the command has ended.
private final class LateJournal: EventStore {
  private let store: InMemoryEventStore

  init(_ store: InMemoryEventStore) { self.store = store }

  func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail {
    try store.loadTail(of: aggregateID, keys: [], deadline: deadline)
  }

  func journal(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> [JournalEntry] {
    try store.journal(of: aggregateID, keys: keys, deadline: deadline)
  }

  func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage {
    try store.events(of: aggregateID, from: from, through: through, limit: limit, deadline: deadline)
  }

  func snapshot(
    of aggregateID: AggregateID, atOrBelow: SequenceNumber, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject? {
    try store.snapshot(of: aggregateID, atOrBelow: atOrBelow, deadline: deadline)
  }

  func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome {
    try store.append(append, deadline: deadline)
  }
}
