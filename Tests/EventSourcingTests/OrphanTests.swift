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
