import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

@Suite("A refusal is looked at once more")
struct RefusalTests {
  let fixture: CommandFixture

  init() throws {
    fixture = try CommandFixture()
  }

  @Test("a rule that says no to a state which is over by now is asked again")
  func movedOn() throws {
    try fixture.execute([.init(amount: 100)], key: nil)
    try fixture.execute([.init(amount: -100)], key: nil)
    try fixture.execute([.init(amount: 100)], key: nil)
    let stale = WatchedStore(fixture.store, first: .init(events: 1))
    let result = try fixture.with(stale).execute([.init(amount: -50)], key: nil)
    #expect(result.events.map(\.sequence.value) == [4])
    #expect(stale.calls == ["loadTail", "loadTail", "append"])
  }

  @Test("an expected sequence that is reached by now")
  func expectation() throws {
    for _ in 0..<3 { try fixture.execute([.init()], key: nil) }
    let stale = WatchedStore(fixture.store, first: .init(events: 1))
    #expect(try fixture.with(stale).execute([.init()], key: nil, expected: 3).events.map(\.sequence.value) == [4])
  }

  @Test("where nothing has moved it stands, after one more read")
  func stands() throws {
    try fixture.execute([.init()], key: nil)
    let store = WatchedStore(fixture.store)
    #expect { try fixture.with(store).execute([.init(amount: -5)], key: "k") } throws: { error in
      guard case .rejected(.belowZero, index: 0) = error as? CommandFailure<Counter.Rejection> else { return false }
      return true
    }
    #expect(store.calls == ["loadTail", "loadTail"])
  }

  @Test("where the log goes on without end, the last refusal stands")
  func neverCalm() throws {
    try fixture.execute([.init()], key: nil)
    let moving = WatchedStore(fixture.store)
    moving.before = { [store = fixture.store, aggregateID = fixture.aggregateID] _ throws(EventStoreError) in
      CommandFixture.intrude(on: store, aggregateID, amount: 0)
    }
    #expect(throws: CommandFailure<Counter.Rejection>.self) {
      try fixture.with(moving).execute([.init(amount: -1_000)], key: nil)
    }
    #expect(moving.calls.filter { $0 == "loadTail" }.count == 2 + CommandExecution<Counter>.maximumReviews)
  }

  @Test("an opening that comes second reads before it waits, also when hardly any time is left")
  func secondOpening() throws {
    try fixture.execute([.init(isFirst: true)], key: nil)
    let soon = fixture.clock.now().adding(milliseconds: 100)
    #expect { try fixture.execute([.init(isFirst: true)], key: nil, deadline: soon) } throws: { error in
      guard case .rejected(.started, index: 0) = error as? CommandFailure<Counter.Rejection> else { return false }
      return true
    }
    #expect(fixture.sleeper.sleeps.isEmpty)
  }
}
