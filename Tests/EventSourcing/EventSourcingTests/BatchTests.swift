import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

@Suite("Events that one command appended together")
struct BatchTests {
  let fixture: CommandFixture

  init() throws {
    fixture = try CommandFixture()
  }

  private var log: [RecordedEvent] { fixture.store.logs[fixture.aggregateID] ?? [] }

  @Test("say how many they are and which each is, sealed by their hash; one alone says nothing")
  func places() throws {
    try fixture.execute([.init()], key: nil)
    try fixture.execute([.init(), .init(), .init()], key: nil)
    #expect(log.map(\.batch?.index) == [nil, 1, 2, 3])
    #expect(log.map(\.batch?.size) == [nil, 3, 3, 3])
    #expect(log.allSatisfy { $0.computedHash == $0.hash })
    for event in log { #expect(try RecordedEvent(detail: event.detail) == event) }
    var forged = log[2].detail
    forged["BatchSize"] = 2
    let event = try RecordedEvent(detail: forged)
    #expect(event.computedHash != event.hash)
  }

  @Test("a place that cannot be is not read", arguments: [[0, 3], [4, 3], [1, 1], [1, 101], [nil, 3], [1, nil]])
  func malformed(_ place: [Int?]) throws {
    var detail = try CounterLog(count: 1).events[0].detail
    detail["BatchIndex"] = place[0].map { .number(JSONNumber($0)) }
    detail["BatchSize"] = place[1].map { .number(JSONNumber($0)) }
    #expect { try RecordedEvent(detail: detail) } throws: { error in
      guard case .malformed(field: "BatchIndex", _) = error as? EventDecodingError else { return false }
      return true
    }
  }

  @Test("a log that ends within them takes no command and is named as that", arguments: [1, 2, 12, 49])
  func missingEnd(_ left: Int) throws {
    try fixture.execute([.init()], key: nil)
    try fixture.execute(Array(repeating: .init(), count: 50), key: nil)
    fixture.store.logs[fixture.aggregateID] = Array(log.prefix(1 + left))
    #expect { try fixture.execute([.init()], key: nil) } throws: { error in
      guard case .store(let failure) = error as? CommandFailure<Counter.Rejection>,
        case .corrupt(let sequence, let reason) = failure.kind
      else { return false }
      return sequence.value == 2 + left && reason.contains("incomplete batch")
    }
    #expect(log.count == 1 + left)
  }

  @Test("an event behind a part of them is as wrong as none", arguments: [1, 2])
  func interrupted(_ left: Int) throws {
    try fixture.execute([.init(), .init(), .init()], key: nil)
    var part = Array(log.prefix(left))
    let next = RecordedEvent(
      NewEvent(type: "Counted", version: "2.0", data: ["amount": 1]), eventID: "next",
      aggregateID: fixture.aggregateID, after: part[left - 1].head, at: fixture.clock.now(),
      metadata: EventMetadata(commandID: nil, userID: "other", correlationID: nil))
    part.append(next)
    var chain = LogChain(after: .empty)
    #expect(part.compactMap { chain.advance(over: $0) } == [.incompleteBatch(next.sequence)])
  }

  @Test("the first of their keys remembers the whole answer, the others their own event, so the journal is linear")
  func journal() throws {
    let keys = try (0..<50).map { try IdempotencyKey("tx-\($0)") }
    let commands = (0..<50).map { Counter.Command(amount: $0) }
    let first = try fixture.execute(commands, keys: keys)
    let entries = keys.compactMap { fixture.store.entries[fixture.aggregateID]?[$0] }
    #expect(entries.map(\.events.count) == [50] + Array(repeating: 1, count: 49))
    for (entry, event) in zip(entries, log).dropFirst() { #expect(entry.events.map(\.eventID) == [event.eventID]) }
    let again = try fixture.execute(commands, keys: keys)
    #expect(again.isDuplicate)
    #expect(again.events == first.events)
    #expect { try fixture.execute([.init(amount: 7)], keys: [keys[7]]) } throws: { error in
      guard case .keyReused(let key) = error as? CommandFailure<Counter.Rejection> else { return false }
      return key == keys[7]
    }
    #expect(log.count == 50)
  }
}
