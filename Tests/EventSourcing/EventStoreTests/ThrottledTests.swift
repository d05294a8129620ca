import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport
import Testing

/// What waits for capacity or for another transaction, what does not, and for how long.
@Suite("A store under pressure")
struct ThrottledTests {
  private static let throttled = ScriptedTransport.Answer.error("ProvisionedThroughputExceededException")
  private static let noItems = ScriptedTransport.Answer.response(200, #"{"Items":[],"Count":0}"#)
  private static let unread = ScriptedTransport.Answer.response(
    200,
    #"{"Responses":{},"UnprocessedKeys":{"journal":{"Keys":[{"AggregateId":{"S":"a"},"CommandId":{"S":"Command#k"}}]}}}"#
  )
  private static let tables = EventStoreTables(
    events: "events", journal: "journal",
    copies: .init(
      table: "copies", partitionKey: "AccountId", sortKey: "ProjectionType", latest: "AccountSummary",
      snapshotPrefix: "Snapshot#"))

  private let clock = ManualClock()

  // MARK: What only saves reads

  @Test("a copy that cannot be read holds no load up")
  func copy() throws {
    let transport = ScriptedTransport([Self.noItems, .response(200, #"{"Responses":{}}"#), Self.throttled])
    let (store, sleeper) = try store(transport)
    #expect(try store.loadTail(of: AggregateID("a"), keys: [], deadline: nil).copies.isEmpty)
    #expect(transport.waves == [3])
    #expect(sleeper.sleeps.isEmpty)
  }

  @Test("a checkpoint that cannot be written holds no append up")
  func checkpoint() throws {
    var log = try SampleLog("a")
    let transport = ScriptedTransport([.response(200, "{}"), Self.throttled])
    let (store, sleeper) = try store(transport)
    let append = log.append([log.next()], checkpoint: ["Version": 1, "ProjectionVersion": 1])
    #expect(try store.append(append, deadline: nil) == .appended)
    #expect(transport.operations == ["PutItem", "PutItem"])
    #expect(sleeper.sleeps.isEmpty)
  }

  // MARK: The journal

  @Test("a journal entry that was left unread is asked for again")
  func unreadOnce() throws {
    var log = try SampleLog("a")
    let key = try IdempotencyKey("k")
    let entry = log.entry(key, for: [log.next()])
    let item = try Item(json: JournalSample.item(entry)).wire
    let event = try Item(json: log.events[0].detail).wire
    let transport = ScriptedTransport([
      .response(200, #"{"Items":[\#(event.text)],"Count":1}"#), Self.unread, .response(200, "{}"),
      .response(200, #"{"Responses":{"journal":[\#(item.text)]}}"#),
    ])
    let (store, _) = try store(transport)
    #expect(try store.journal(of: log.aggregateID, keys: [key]) == [entry])
  }

  @Test("a journal that stays unread is given up in time, and never taken for an empty one", arguments: [0, 30, 400])
  func unread(_ milliseconds: Int64) throws {
    let transport = ScriptedTransport([Self.noItems, Self.unread, .response(200, "{}"), Self.unread])
    let (store, _) = try store(transport)
    let deadline = clock.now().adding(milliseconds: milliseconds)
    #expect(throws: EventStoreError.self) {
      try store.loadTail(of: AggregateID("a"), keys: [IdempotencyKey("k")], deadline: deadline)
    }
    #expect(clock.now() <= deadline)
  }

  // MARK: Another transaction in the way

  @Test("put off until the tries or the time are over: who stands there by then has won", arguments: [nil, 600])
  func overtaken(_ milliseconds: Int64?) throws {
    var log = try SampleLog("a")
    var other = log
    let winner = other.next()
    let (store, _) = try store(Self.putOff(standing: winner))
    let deadline = milliseconds.map { clock.now().adding(milliseconds: $0) }
    #expect(try store.append(log.append(log.next(count: 2)), deadline: deadline) == .conflict(winner: winner))
    if let deadline { #expect(clock.now() <= deadline) }
  }

  @Test("put off, and nobody stands there: nothing was written, and that is said")
  func putOff() throws {
    var log = try SampleLog("a")
    let (store, _) = try store(Self.putOff(standing: nil))
    let error = #expect(throws: EventStoreError.self) {
      try store.append(log.append(log.next(count: 2)), deadline: nil)
    }
    #expect(error?.kind == .unavailable)
    #expect(error?.mayHaveExecuted == false)
  }

  // MARK: A table without capacity

  @Test(
    "a throttled transaction waits by the second, as a throttled put does, until it goes through", arguments: [1, 5])
  func waitsForCapacity(_ times: Int) throws {
    var log = try SampleLog("a")
    let events = log.next(count: 2)
    let transport = ScriptedTransport { _, number in
      number < times ? Self.cancelled("ThrottlingError", "None") : .response(200, "{}")
    }
    let (store, sleeper) = try store(transport)
    #expect(try store.append(log.append(events), deadline: clock.now().adding(milliseconds: 120_000)) == .appended)
    #expect(sleeper.sleeps.count == times)
    // Full jitter below 1, 2, 4 seconds and so on: far above what a conflict waits.
    #expect(sleeper.sleeps.reduce(0, +) > 100)
  }

  @Test(
    "and ends before the deadline, with nothing written",
    arguments: ["ThrottlingError", "ProvisionedThroughputExceeded"])
  func noCapacity(_ code: String) throws {
    var log = try SampleLog("a")
    let (store, _) = try store(ScriptedTransport([Self.cancelled("None", code)]))
    let deadline = clock.now().adding(milliseconds: 30_000)
    let error = #expect(throws: EventStoreError.self) {
      try store.append(log.append(log.next(count: 2)), deadline: deadline)
    }
    #expect(error?.kind == .unavailable)
    #expect(error?.mayHaveExecuted == false)
    #expect(clock.now() <= deadline)
  }

  private static func cancelled(_ codes: String...) -> ScriptedTransport.Answer {
    let reasons = codes.map { #"{"Code":"\#($0)"}"# }.joined(separator: ",")
    return .response(400, #"{"__type":"TransactionCanceledException","CancellationReasons":[\#(reasons)]}"#)
  }

  private static func putOff(standing: RecordedEvent?) -> ScriptedTransport {
    let item = standing.flatMap { try? Item(json: $0.detail) }.map { #"{"Item":\#($0.wire.text)}"# } ?? "{}"
    let conflict = cancelled("TransactionConflict", "None")
    return ScriptedTransport { request, _ in
      let target = request.headers.first { $0.isNamed("X-Amz-Target") }?.value ?? ""
      return target.hasSuffix("GetItem") ? .response(200, item) : conflict
    }
  }

  // MARK: Fixture

  private func store(_ transport: ScriptedTransport) throws -> (DynamoDBEventStore, RecordingSleeper) {
    let sleeper = RecordingSleeper(clock: clock)
    return (try ScriptedStore.make(transport, tables: Self.tables, clock: clock, sleeper: sleeper), sleeper)
  }
}
