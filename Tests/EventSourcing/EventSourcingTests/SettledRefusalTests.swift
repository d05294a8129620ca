import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

/// A refusal that somebody acts upon has to stand: under its key the command is never carried out.
@Suite("A settled refusal")
struct SettledRefusalTests {
  let fixture: CommandFixture

  init() throws {
    fixture = try CommandFixture()
  }

  @Test("stands, although the state would allow the command by now")
  func stands() throws {
    try fixture.execute([.init(amount: 1)], key: nil)
    #expect(try refusal { try settle(-5) } == "BelowZero")
    try fixture.execute([.init(amount: 100)], key: nil)
    #expect(try refusal { try settle(-5) } == "BelowZero")
    // Under another key it is another command.
    try fixture.execute([.init(amount: -5)], key: "other")
    #expect(fixture.store.logs[fixture.aggregateID]?.count == 3)
  }

  @Test("an ordinary refusal does not stand")
  func ordinary() throws {
    #expect(throws: CommandFailure<Counter.Rejection>.self) { try fixture.execute([.init(amount: -5)], key: "k") }
    try fixture.execute([.init(amount: 100)], key: nil)
    try fixture.execute([.init(amount: -5)], key: "k")
    #expect(fixture.store.logs[fixture.aggregateID]?.count == 2)
  }

  @Test("is not given where the command is carried out just before it")
  func carriedOutBefore() throws {
    let store = fixture.store
    var other: CommandResult?
    store.beforeSettle = { [fixture, store] _ in
      store.beforeSettle = nil
      CommandFixture.intrude(on: store, fixture.aggregateID, amount: 100)
      other = try? settle(-5)
    }
    let result = try settle(-5)
    #expect(result.isDuplicate)
    #expect(result.events == other?.events)
    #expect(store.logs[fixture.aggregateID]?.count == 2)
  }

  @Test("keeps an append from its place that was decided before")
  func decidedBefore() throws {
    try fixture.execute([.init(amount: 10)], key: nil)
    let store = fixture.store
    store.beforeAppend = { [fixture, store] _ throws(EventStoreError) in
      store.beforeAppend = nil
      CommandFixture.intrude(on: store, fixture.aggregateID, amount: -10)
      #expect(throws: CommandFailure<Counter.Rejection>.self) { try settle(-5) }
    }
    #expect(try refusal { try settle(-5) } == "BelowZero")
    #expect(store.logs[fixture.aggregateID]?.count == 2)
  }

  @Test("whose answer was lost is found by the next try")
  func lostAnswer() throws {
    let store = fixture.store
    store.afterSettle = { _ throws(EventStoreError) in
      throw EventStoreError(.unavailable, "lost", mayHaveExecuted: true)
    }
    #expect(throws: CommandFailure<Counter.Rejection>.self) { try settle(-5) }
    store.afterSettle = nil
    CommandFixture.intrude(on: store, fixture.aggregateID, amount: 100)
    #expect(try refusal { try settle(-5) } == "BelowZero")
  }

  @Test("with other content under its key is a key that was used")
  func otherContent() throws {
    #expect(try refusal { try settle(-5) } == "BelowZero")
    #expect { try settle(-6) } throws: { error in
      guard case .keyReused = error as? CommandFailure<Counter.Rejection> else { return false }
      return true
    }
  }

  @discardableResult
  private func settle(_ amount: Int) throws -> CommandResult {
    let request = CommandRequest<Counter>(
      aggregateID: fixture.aggregateID,
      entries: [.init(.init(amount: amount), key: try IdempotencyKey("k", isOfProcess: true))],
      expectedSequence: nil, userID: "system", correlationID: nil, settlesRefusals: true,
      content: .number(JSONNumber(amount)))
    return try CommandExecution<Counter>(
      store: fixture.store, clock: fixture.clock, sleeper: fixture.sleeper,
      randomness: SeededRandomness(seed: UInt64(fixture.store.logs.count) &+ 17), journalRetention: .forever
    ).execute(request, deadline: nil)
  }

  /// The rule by which a command was refused, now or before.
  private func refusal(_ body: () throws -> CommandResult) throws -> String? {
    do {
      _ = try body()
      return nil
    } catch let error as CommandFailure<Counter.Rejection> {
      switch error {
      case .rejected(let rejection, _): return rejection.rule
      case .settled(let refusal): return refusal.rule
      default: throw error
      }
    }
  }
}
