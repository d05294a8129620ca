import EventSourcing
import EventStore
import JSON
import TestSupport
import Testing

/// Fifty events, each as large as a payload may be and under a key of its own, are one transaction that DynamoDB takes.
@Suite struct LargestAppendTests {
  private let transport = ScriptedTransport([.failure(.connect, mayHaveExecuted: false)])

  private func check(_ data: JSONObject) throws {
    try PayloadLimits.check(data)
    let name = String(repeating: "é", count: 128)
    var log = try SampleLog(name)
    let events = Array(repeating: log.next(data), count: 50)
    let journal = try (0..<50).map { number in
      log.entry(try IdempotencyKey("\(number + 10)\(String(repeating: "k", count: 126))"), for: events)
    }
    let store = try ScriptedStore.make(transport, tables: EventStoreTables(events: "events", journal: "journal"))
    let error = #expect(throws: EventStoreError.self) {
      try store.append(log.append(events, journal: journal), deadline: nil)
    }
    // Nobody answers here: what matters is that it was sent.
    #expect(error?.kind == .unavailable)
    #expect(!transport.requests.isEmpty)
  }

  @Test(arguments: LargestPayload.allCases)
  func ofEveryKind(_ payload: LargestPayload) throws { try check(payload.data) }

  @Test(arguments: 0..<4 as Range<UInt64>)
  func ofAnyMixture(seed: UInt64) throws { try check(LargestPayload.random(seed: seed)) }
}
