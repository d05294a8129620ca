import EventSourcing
import JSON
import Testing

@Suite("Log chain")
struct LogChainTests {
  @Test("takes a log as it was written")
  func whole() throws {
    #expect(firstFault(in: try CounterLog(count: 30).events) == nil)
  }

  @Test("finds a missing event", arguments: [0, 1, 15, 28])
  func missing(_ index: Int) throws {
    var events = try CounterLog(count: 30).events
    let sequence = events.remove(at: index).sequence
    #expect(firstFault(in: events) == .missing(sequence))
  }

  @Test("finds an altered event", arguments: [0, 7, 29])
  func altered(_ index: Int) throws {
    var events = try CounterLog(count: 30).events
    var detail = events[index].detail
    detail["EventData"] = ["amount": 1_000_000]
    events[index] = try RecordedEvent(detail: detail)
    #expect(firstFault(in: events) == .altered(events[index].sequence))
  }

  @Test("finds events that changed places", arguments: [0, 10, 28])
  func reordered(_ index: Int) throws {
    var events = try CounterLog(count: 30).events
    events.swapAt(index, index + 1)
    #expect(firstFault(in: events)?.sequence == events[index + 1].sequence)
  }

  @Test("finds an inserted event and an event of another log")
  func foreign() throws {
    var events = try CounterLog(count: 10).events
    events.insert(events[4], at: 5)
    #expect(firstFault(in: events) == .outOfPlace(events[4].sequence))
    var mixed = try CounterLog(count: 10).events
    var other = try CounterLog("counter-2", count: 3)
    for _ in 3..<6 { other.append(amount: 9) }
    mixed[5] = other.events[5]
    #expect(firstFault(in: mixed) == .unlinked(mixed[5].sequence))
  }

  private func firstFault(in events: [RecordedEvent]) -> LogChain.Fault? {
    var chain = LogChain(after: .empty)
    for event in events {
      if let fault = chain.advance(over: event) { return fault }
    }
    return nil
  }
}
