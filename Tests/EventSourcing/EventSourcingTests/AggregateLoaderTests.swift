import EventSourcing
import JSON
import TestSupport
import Testing

@Suite("Loading an aggregate")
struct AggregateLoaderTests {
  @Test("reads the same number of items on a short and on a long log", arguments: [10, 1_000, 100_000])
  func boundedReads(_ count: Int) throws {
    let log = try CounterLog(count: count)
    let store = InMemoryEventStore()
    store.logs[log.aggregateID] = log.events
    store.copies[log.aggregateID] = [try log.copy.attributes]
    let loaded = try load(log, from: store)
    #expect(loaded.state == (try log.copy.state))
    #expect(loaded.head == log.head)
    #expect(store.itemsRead == LogTail.windowSize + 1)
  }

  @Test("an empty log is the initial state")
  func empty() throws {
    let log = try CounterLog()
    let loaded = try load(log, from: InMemoryEventStore())
    #expect(loaded.state == Counter.initial)
    #expect(loaded.head == .empty)
  }

  @Test("folds what came after a lagging copy inside the window", arguments: 0...11)
  func lagging(_ lag: Int) throws {
    var log = try CounterLog(count: 300 - lag)
    let copy = try log.copy.attributes
    for _ in 0..<lag { log.append(amount: 5) }
    let store = InMemoryEventStore()
    store.logs[log.aggregateID] = log.events
    store.copies[log.aggregateID] = [copy]
    #expect(try load(log, from: store).state == (try log.copy.state))
    let behindCopy = lag <= LogTail.windowSize ? 0 : lag - LogTail.windowSize + 1
    #expect(store.itemsRead == LogTail.windowSize + 1 + behindCopy)
  }

  @Test("falls back to the nearest snapshot and the events after it")
  func snapshot() throws {
    let (log, store) = try logWithSnapshot(at: 200, of: 290)
    #expect(try load(log, from: store).state == (try log.copy.state))
    // The events behind the snapshot, up to the first one of the window.
    #expect(store.itemsRead == LogTail.windowSize + 1 + 88)
  }

  @Test("pages that come short are followed")
  func shortPages() throws {
    let log = try CounterLog(count: 250)
    let store = InMemoryEventStore(pageSize: 7)
    store.logs[log.aggregateID] = log.events
    #expect(try load(log, from: store).state == (try log.copy.state))
  }

  @Test("a copy that is foreign, altered or ahead costs reads and never a wrong state")
  func untrusted() throws {
    let log = try CounterLog(count: 60)
    var forked = try CounterLog(count: 49)
    forked.append(amount: 1_000)
    for _ in 50..<55 { forked.append(amount: 1) }
    var altered = try log.copy.attributes
    altered["Total"] = 1
    let ahead = try CounterLog(count: 70).copy.attributes
    let store = InMemoryEventStore()
    store.logs[log.aggregateID] = log.events
    store.copies[log.aggregateID] = [try forked.copy.attributes, altered, ahead]
    store.snapshots[log.aggregateID] = [(forked.head.sequence, try forked.copy.attributes)]
    let loaded = try load(log, from: store)
    #expect(loaded.state == (try log.copy.state))
    #expect(loaded.copied == .zero)
  }

  @Test("a damaged log is refused by the event's sequence", arguments: [3, 45, 55])
  func damaged(_ index: Int) throws {
    var log = try CounterLog(count: 60)
    let store = InMemoryEventStore()
    var detail = log.events[index].detail
    detail["EventData"] = ["amount": 1_000_000]
    store.logs[log.aggregateID] = log.events
    store.logs[log.aggregateID]?[index] = try RecordedEvent(detail: detail)
    #expect { try load(log, from: store) } throws: { error in
      guard case .corrupt(let sequence, _) = (error as? EventStoreError)?.kind else { return false }
      return sequence.value == index + 1
    }
    log.append(amount: 1)
  }

  @Test("an event of newer code is named as that, and not taken for damage")
  func newerVersion() throws {
    var log = try CounterLog(count: 12)
    log.append(amount: 1, version: "3.0")
    let store = InMemoryEventStore()
    store.logs[log.aggregateID] = log.events
    #expect { try load(log, from: store) } throws: { error in
      (error as? EventStoreError)?.name == "UnsupportedEventVersion"
    }
  }

  @Test("advances over what other writers added, and only over that")
  func advance() throws {
    var log = try CounterLog(count: 40)
    let store = InMemoryEventStore()
    store.logs[log.aggregateID] = log.events
    let loader = AggregateLoader<Counter>(store: store)
    let loaded = try load(log, from: store)
    for _ in 0..<5 { log.append(amount: 2) }
    store.logs[log.aggregateID] = log.events
    let read = store.itemsRead
    let advanced = try loader.advance(loaded, of: log.aggregateID, over: log.events[40], deadline: nil)
    #expect(advanced.state == (try log.copy.state))
    #expect(advanced.head == log.head)
    #expect(store.itemsRead - read == 4)
  }

  private func load(_ log: CounterLog, from store: InMemoryEventStore) throws -> LoadedAggregate<Counter> {
    let tail = try store.loadTail(of: log.aggregateID, keys: [], deadline: nil)
    return try AggregateLoader<Counter>(store: store).load(log.aggregateID, tail: tail, deadline: nil)
  }

  private func logWithSnapshot(at place: Int, of count: Int) throws -> (CounterLog, InMemoryEventStore) {
    var log = try CounterLog(count: place)
    let store = InMemoryEventStore()
    store.snapshots[log.aggregateID] = [(log.head.sequence, try log.copy.attributes)]
    for _ in place..<count { log.append(amount: 3) }
    store.logs[log.aggregateID] = log.events
    return (log, store)
  }
}
