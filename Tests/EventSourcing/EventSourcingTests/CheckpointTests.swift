import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

@Suite("Checkpoints")
struct CheckpointTests {
  let fixture: CommandFixture

  init() throws {
    fixture = try CommandFixture()
  }

  @Test(
    "batches of any size: the next command reads in one round trip, and in a second the few events behind its copy",
    arguments: [1, 5, 9, 10, 11, 12, 20, 50])
  func twoRoundTrips(_ size: Int) throws {
    for _ in 0..<8 {
      let store = WatchedStore(fixture.store)
      let before = fixture.store.itemsRead
      try fixture.with(store).execute(Array(repeating: .init(), count: size), key: nil)
      let calls = store.calls.filter { $0 != "keep" }
      #expect(calls == ["loadTail", "append"] || calls == ["loadTail", "events", "append"])
      #expect(fixture.store.itemsRead - before <= LogTail.copyDistance + 2)
    }
  }

  @Test("a projection that keeps up: the next command reads in one round trip", arguments: [1, 5, 20, 50])
  func oneRoundTrip(_ size: Int) throws {
    for _ in 0..<8 {
      let store = WatchedStore(fixture.store)
      try fixture.with(store).execute(Array(repeating: .init(), count: size), key: nil)
      #expect(store.calls.filter { $0 != "keep" } == ["loadTail", "append"])
      let events = fixture.store.logs[fixture.aggregateID] ?? []
      let copy = FoldedCopy<Counter>(
        aggregateID: fixture.aggregateID, head: try #require(events.last).head,
        state: try Counter.fold(events, onto: Counter.initial))
      fixture.store.copies[fixture.aggregateID] = [copy.attributes]
    }
  }

  @Test("one is enough, however many races are lost")
  func noStorm() throws {
    for _ in 0..<7 { try fixture.execute([.init()], key: nil) }
    var left = 20
    fixture.store.beforeAppend = {
      [store = fixture.store, aggregateID = fixture.aggregateID] _ throws(EventStoreError) in
      guard left > 0 else { return }
      left -= 1
      CommandFixture.intrude(on: store, aggregateID)
    }
    let watched = WatchedStore(fixture.store)
    #expect(try fixture.with(watched).execute([.init()], key: nil).conflicts == 20)
    let sent = watched.appends.filter { $0.checkpoint != nil }.count
    // The first, and one for each ten events that the winners added: what is beyond the distance needs a new copy.
    #expect(sent <= 1 + 20 / (LogTail.copyDistance - 4))
  }

  @Test("a copy in hand comes before the snapshot, which is asked for only where it can save more than a page")
  func copyBeforeSnapshot() throws {
    for (lag, calls) in [(300, ["events"]), (700, ["snapshot", "events", "events"])] {
      var log = try CounterLog("lag-\(lag)", count: 40)
      let copy = try log.copy.attributes
      for _ in 0..<lag { log.append(amount: 1) }
      let memory = InMemoryEventStore()
      memory.logs[log.aggregateID] = log.events
      memory.copies[log.aggregateID] = [copy]
      let store = WatchedStore(memory)
      let tail = try store.loadTail(of: log.aggregateID, keys: [], deadline: nil)
      let loaded = try AggregateLoader<Counter>(store: store).load(log.aggregateID, tail: tail, deadline: nil)
      #expect(loaded.state == (try log.copy.state))
      #expect(Array(store.calls.dropFirst()) == calls)
    }
  }

  @Test("a long log without a copy: what was folded is kept, so that tries which run out of time add up")
  func triesAddUp() throws {
    let log = try CounterLog(count: 9_000)
    let memory = InMemoryEventStore()
    memory.logs[log.aggregateID] = log.events
    var tries = 0
    var state: Counter.State?
    while state == nil, tries < 10 {
      tries += 1
      let store = WatchedStore(memory)
      var pages = 6
      store.before = { name throws(EventStoreError) in
        pages -= name == "events" ? 1 : 0
        if pages < 0 { throw EventStoreError(.deadlineExceeded, "out of time") }
      }
      let tail = try store.loadTail(of: log.aggregateID, keys: [], deadline: nil)
      state = try? AggregateLoader<Counter>(store: store).load(log.aggregateID, tail: tail, deadline: nil).state
    }
    #expect(state == (try log.copy.state))
    // Eighteen pages, six a try, and what was folded behind the last checkpoint is folded again.
    #expect((3...5).contains(tries), "\(tries) tries")
  }
}
