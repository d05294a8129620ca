import EventSourcing
import EventStore
import HTTPTransport
import TestSupport
import Testing

/// One fault on a write, against the real service behind it: the append finds out what became of it.
@Suite(
  "One fault on an append", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
struct SingleFaultTests {
  enum Form: String, CaseIterable {
    case onePut
    case withKey
    case threeEvents
  }

  private static let writes: Set<String> = ["PutItem", "TransactWriteItems"]

  /// Says nothing about whether anything was written, and leaves nothing to be found: no certainty is possible.
  private static let unanswerable = WireFault.tokenMismatchBefore
  /// Answers that say for certain that nothing was written.
  private static let refusals: Set<WireFault> = [
    .refusedConnection, .throttled, .transactionConflict, .conflictingTransaction,
  ]

  @Test(
    "once: appended, exactly once", arguments: WireFault.allCases.filter { $0 != unanswerable }, Form.allCases)
  func once(_ fault: WireFault, _ form: Form) throws {
    if fault.isOfTransactions && form == .onePut { return }
    try attempt(fault, form, times: 1) { (store, append, transport) throws in
      #expect(try store.append(append, deadline: nil) == .appended)
      #expect(transport.faults == [fault])
      transport.deliverLate()
      #expect(try store.allEvents(of: append.aggregateID).map(\.eventID) == append.events.map(\.eventID))
    }
  }

  @Test("on every try: never a wrong answer, and nothing twice", arguments: WireFault.allCases, Form.allCases)
  func always(_ fault: WireFault, _ form: Form) throws {
    if fault.isOfTransactions && form == .onePut { return }
    try attempt(fault, form, times: .max) { (store, append, transport) throws in
      let answer = Result { try store.append(append, deadline: nil) }
      transport.plan = { _, _ in nil }
      transport.deliverLate()
      let isIn = try store.allEvents(of: append.aggregateID).map(\.eventID) == append.events.map(\.eventID)
      switch answer {
      case .success(let outcome):
        #expect(outcome == .appended)
        #expect(isIn)
      case .failure(let error as EventStoreError):
        #expect(error.mayHaveExecuted || !isIn)
        #expect(error.mayHaveExecuted != Self.refusals.contains(fault), "\(error)")
      case .failure(let error): throw error
      }
      #expect(try store.append(append, deadline: nil) == .appended)
      #expect(try store.allEvents(of: append.aggregateID).map(\.eventID) == append.events.map(\.eventID))
    }
  }

  private func attempt(
    _ fault: WireFault, _ form: Form, times: Int,
    _ body: (DynamoDBEventStore, Append, FaultyTransport) throws -> Void
  ) throws {
    try LocalTables.with { tables in
      var left = times
      let transport = FaultyTransport(try ConnectionTransport()) { operation, _ in
        guard Self.writes.contains(operation), left > 0 else { return nil }
        left -= 1
        return fault
      }
      var log = try SampleLog("faulty")
      let key = try IdempotencyKey("k")
      let events = log.next(count: form == .threeEvents ? 3 : 1)
      let journal = form == .withKey ? [log.entry(key, for: events)] : []
      let store = try tables.store(transport: transport, sleeper: RecordingSleeper())
      try body(store, log.append(events, journal: journal), transport)
    }
  }
}
