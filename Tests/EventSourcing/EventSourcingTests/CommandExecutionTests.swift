import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

@Suite("Carrying out commands")
struct CommandExecutionTests {
  let fixture: CommandFixture

  var clock: ManualClock { fixture.clock }
  var sleeper: RecordingSleeper { fixture.sleeper }
  var store: InMemoryEventStore { fixture.store }
  var aggregateID: AggregateID { fixture.aggregateID }

  init() throws {
    fixture = try CommandFixture()
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
    let late = fixture.with(WatchedStore(store, first: .init(keys: false)))
    let result = try late.execute([.init(amount: -3)], key: "withdraw")
    #expect(result.isDuplicate)
  }

  @Test("beaten by another writer, it decides again on what the winner left", arguments: [1, 2, 10])
  func beaten(_ times: Int) throws {
    _ = try execute([.init()], key: nil)
    var left = times
    store.beforeAppend = { [store, aggregateID] _ throws(EventStoreError) in
      guard left > 0 else { return }
      left -= 1
      CommandFixture.intrude(on: store, aggregateID)
    }
    let result = try execute([.init()], key: "k")
    #expect(result.conflicts == times)
    #expect(store.logs[aggregateID]?.map(\.sequence.value) == Array(1...(times + 2)))
    #expect(sleeper.sleeps.count == times)
  }

  @Test("an expected sequence is never tried again")
  func expectation() throws {
    _ = try execute([.init()], key: nil)
    store.beforeAppend = { [store, aggregateID] _ throws(EventStoreError) in
      CommandFixture.intrude(on: store, aggregateID)
    }
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
      CommandFixture.intrude(on: store, aggregateID)
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

  @Test("writes a checkpoint before the copies fall too far behind, so reads stay bounded without a projection")
  func checkpoints() throws {
    for index in 0..<500 {
      let before = store.itemsRead
      _ = try execute([.init()], key: nil)
      #expect(store.itemsRead - before <= LogTail.copyDistance + 2, "at event \(index)")
    }
    #expect(store.checkpoints[aggregateID] != nil)
  }

  @Test("time rises within a log, by a microsecond at least: within a batch, and where the clock ran back")
  func risingTime() throws {
    _ = try execute([.init(), .init(), .init()], key: nil)
    clock.advance(milliseconds: -60_000)
    _ = try execute([.init()], key: nil)
    let times = (store.logs[aggregateID] ?? []).map(\.timestamp)
    #expect(times.count == 4)
    for (earlier, later) in zip(times, times.dropFirst()) { #expect(later == earlier.nextMicrosecond) }
  }

  // MARK: Fixture

  @discardableResult
  private func execute(
    _ commands: [Counter.Command], key: String?, expected: Int? = nil, deadline: Timestamp? = nil
  ) throws -> CommandResult {
    try fixture.execute(commands, key: key, expected: expected, deadline: deadline)
  }

  private static func isConflict(_ error: any Error, expected: Int? = nil, actual: Int? = nil) -> Bool {
    guard case .conflict(let stated, let found) = error as? CommandFailure<Counter.Rejection> else { return false }
    return (expected ?? stated.value) == stated.value && (actual ?? found.value) == found.value
  }
}
