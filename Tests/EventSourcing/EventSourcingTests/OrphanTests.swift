import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

/// Log and journal are two tables: restored to two moments, one has what the other lacks.
@Suite("Journal entries without their events")
struct OrphanTests {
  let fixture: CommandFixture
  private let key: IdempotencyKey

  init() throws {
    fixture = try CommandFixture()
    key = try IdempotencyKey("k")
  }

  private var log: [RecordedEvent] { fixture.store.logs[fixture.aggregateID] ?? [] }

  private func loseLast(_ count: Int = 1) {
    fixture.store.logs[fixture.aggregateID]?.removeLast(count)
  }

  @Test("are not believed: the command is carried out, once, and says which key it was")
  func replaced() throws {
    try fixture.execute([.init()], key: nil)
    let lost = try fixture.execute([.init(amount: 5)], key: "k")
    loseLast()
    let again = try fixture.execute([.init(amount: 5)], key: "k")
    #expect(!again.isDuplicate)
    #expect(again.replacedKeys == [key])
    #expect(again.events != lost.events)
    #expect(log.count == 2)
    let third = try fixture.execute([.init(amount: 5)], key: "k")
    #expect(third.isDuplicate)
    #expect(third.events == again.events)
    #expect(third.replacedKeys.isEmpty)
    #expect(log.count == 2)
  }

  @Test("also where another event stands in the place by now")
  func taken() throws {
    try fixture.execute([.init()], key: nil)
    try fixture.execute([.init(amount: 5)], key: "k")
    loseLast()
    for _ in 0..<20 { try fixture.execute([.init()], key: nil) }
    #expect(try !fixture.execute([.init(amount: 5)], key: "k").isDuplicate)
    #expect(log.count == 22)
  }

  @Test("also under an opening, which is tried without a look")
  func opening() throws {
    try fixture.execute([.init(isFirst: true)], key: "k")
    loseLast()
    let again = try fixture.execute([.init(isFirst: true)], key: "k")
    #expect(!again.isDuplicate)
    #expect(again.replacedKeys == [key])
    #expect(log.count == 1)
  }

  @Test("where a part of a batch is left, that is named, and no answer is given for it", arguments: [0, 1, 2])
  func partOfABatch(_ missing: Int) throws {
    try fixture.execute([.init()], key: nil)
    let commands = [Counter.Command(amount: 1), .init(amount: 2), .init(amount: 3)]
    for keys in [try (0..<3).map { try IdempotencyKey("tx-\($0)") }, [key, key, key]] {
      try fixture.execute(commands, keys: keys)
      let whole = log
      fixture.store.logs[fixture.aggregateID]?.remove(at: whole.count - 3 + missing)
      #expect { try fixture.execute(commands, keys: keys) } throws: { error in
        guard case .store(let failure) = error as? CommandFailure<Counter.Rejection> else { return false }
        return failure.name == "EventLogDamaged"
      }
      fixture.store.logs[fixture.aggregateID] = whole
    }
  }

  @Test("other content under such a key is no reuse")
  func otherContent() throws {
    try fixture.execute([.init()], key: nil)
    try fixture.execute([.init(amount: 5)], key: "k")
    loseLast()
    #expect(try !fixture.execute([.init(amount: 6)], key: "k").isDuplicate)
  }

  @Test("an entry whose hash another version of the code made is believed by its key")
  func otherVersion() throws {
    let first = try fixture.execute([.init(amount: 5)], key: "k")
    let entry = try #require(fixture.store.entries[fixture.aggregateID]?[key])
    #expect(entry.requestHash.hasPrefix("1:"))
    fixture.store.entries[fixture.aggregateID]?[key] = JournalEntry(
      aggregateID: entry.aggregateID, key: entry.key, requestHash: "0:something", events: entry.events,
      timestamp: entry.timestamp, expiresAt: entry.expiresAt)
    let again = try fixture.execute([.init(amount: 5)], key: "k")
    #expect(again.isDuplicate)
    #expect(again.events == first.events)
  }
}
