import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport
import Testing

/// A `Query` during somebody's transaction may show a part of it.
@Suite("A log that is read while a batch is being written")
struct PartialReadTests {
  private static let tables = EventStoreTables(
    events: "events", journal: "journal",
    copies: .init(
      table: "copies", partitionKey: "AccountId", sortKey: "ProjectionType", latest: "AccountSummary",
      snapshotPrefix: "Snapshot#"))

  private let clock = ManualClock()

  /// An opening, and four events of one batch.
  private static func log() throws -> [RecordedEvent] {
    var log = try SampleLog("a", startingAt: ManualClock().now())
    log.next()
    return [log.events[0]] + log.next(batchOf: 4)
  }

  /// Which places show at first.
  private static let parts: [[Int]] = [
    [1, 2], [1, 3], [1, 5], [1, 2, 3, 4], [1, 3, 4, 5], [1, 2, 5], [5], [2], [1, 2, 4, 5],
  ]

  @Test("a page is handed out once it is whole", arguments: parts)
  func page(_ part: [Int]) throws {
    let log = try Self.log()
    let (store, sleeper) = try store([Self.items(log.filter { part.contains($0.sequence.value) }), Self.items(log)])
    let page = try store.events(of: log[0].aggregateID, from: .zero.next, through: Self.end, limit: 100, deadline: nil)
    #expect(page.events == log)
    #expect(sleeper.sleeps.count == 1)
  }

  @Test("what stays in part is handed out as it is, after a bounded number of looks", arguments: parts)
  func damaged(_ part: [Int]) throws {
    let log = try Self.log()
    let left = log.filter { part.contains($0.sequence.value) }
    let (store, sleeper) = try store([Self.items(left)])
    let page = try store.events(of: log[0].aggregateID, from: .zero.next, through: Self.end, limit: 100, deadline: nil)
    #expect(page.events == left)
    #expect((2...20).contains(sleeper.sleeps.count))
  }

  @Test("too little time for another look is said as that, and not as damage")
  func outOfTime() throws {
    let log = try Self.log()
    let (store, _) = try store([Self.items(Array(log.prefix(2)))])
    let error = #expect(throws: EventStoreError.self) {
      try store.events(
        of: log[0].aggregateID, from: .zero.next, through: Self.end, limit: 100,
        deadline: clock.now().adding(milliseconds: 100))
    }
    #expect(error?.kind == .deadlineExceeded)
  }

  @Test("a page from before the first event is whole with the first")
  func fromBeforeTheFirst() throws {
    let log = try Self.log()
    let (store, sleeper) = try store([Self.items(log)])
    let page = try store.events(of: log[0].aggregateID, from: .zero, through: Self.end, limit: 100, deadline: nil)
    #expect(page.events == log)
    #expect(sleeper.sleeps.isEmpty)
  }

  @Test("an item between two events is damage where the next event would come", arguments: 0...4)
  func between(_ place: Int) throws {
    let log = try Self.log()
    var items = log.map(\.detail)
    var item = items[place]
    item["EventSequence"] = .number(try #require(JSONNumber("\(place).5")))
    items.insert(item, at: place)
    let (store, _) = try store([Self.answer(items)])
    let error = #expect(throws: EventStoreError.self) {
      try store.events(of: log[0].aggregateID, from: .zero.next, through: Self.end, limit: 100, deadline: nil)
    }
    guard case .corrupt(let sequence, _) = error?.kind else {
      Issue.record("not damage: \(String(describing: error))")
      return
    }
    #expect(sequence.value == place + 1)
  }

  @Test("a page that may end within a batch is not looked at again", arguments: 1...5)
  func bounded(_ through: Int) throws {
    let log = try Self.log()
    let (store, sleeper) = try store([Self.items(Array(log.prefix(through)))])
    let end = SequenceNumber.zero.advanced(by: through)
    let page = try store.events(of: log[0].aggregateID, from: .zero.next, through: end, limit: 100, deadline: nil)
    #expect(page.events.count == through)
    #expect(sleeper.sleeps.isEmpty)
  }

  @Test("the window of a command is read again until it is whole", arguments: parts.filter { $0 != [5] })
  func window(_ part: [Int]) throws {
    let log = try Self.log()
    let shown = log.filter { part.contains($0.sequence.value) }
    let (store, sleeper) = try store(Self.tail(shown) + Self.tail(log))
    #expect(try store.loadTail(of: log[0].aggregateID, keys: [], deadline: nil).window == log)
    #expect(sleeper.sleeps.count == 1)
  }

  // MARK: Log and journal

  @Test("an event of just now whose entry does not show yet: the entry is waited for")
  func lateEntry() throws {
    var log = try SampleLog("a", startingAt: clock.now())
    let key = try IdempotencyKey("k")
    let event = log.next(key: key)
    let entry = log.entry(key, for: [event])
    let (store, sleeper) = try store(Self.tail([event]) + Self.tail([event], [entry]))
    #expect(try store.loadTail(of: log.aggregateID, keys: [key], deadline: nil).journal == [entry])
    #expect(sleeper.sleeps.count == 1)
  }

  @Test("some entries of a command of just now, and not all: the others are waited for")
  func lateEntries() throws {
    var log = try SampleLog("a", startingAt: clock.now())
    let keys = try ["one", "two"].map { try IdempotencyKey($0) }
    let events = zip(1..., keys).map { log.next(key: $1, batch: BatchPlace(index: $0, of: 2)) }
    let entries = [log.entry(keys[0], for: events), log.entry(keys[1], for: [events[1]])]
    for _ in 0..<12 { log.next() }
    let window = Array(log.events.suffix(LogTail.windowSize))
    let (store, sleeper) = try store(
      Self.tail(window, [entries[1]]) + Self.tail(window, entries) + [Self.items(events), Self.items([events[1]])])
    #expect(try store.loadTail(of: log.aggregateID, keys: keys, deadline: nil).journal == entries)
    #expect(sleeper.sleeps.count == 1)
  }

  @Test("an old event whose entry has expired is no reason to wait")
  func expiredEntry() throws {
    var log = try SampleLog("a", startingAt: clock.now().adding(milliseconds: -3_600_000))
    let key = try IdempotencyKey("k")
    let (store, sleeper) = try store(Self.tail([log.next(key: key)]))
    #expect(try store.loadTail(of: log.aggregateID, keys: [key], deadline: nil).journal.isEmpty)
    #expect(sleeper.sleeps.isEmpty)
  }

  @Test("an entry whose event does not show yet is believed once it does")
  func lateEvent() throws {
    var log = try SampleLog("a", startingAt: clock.now())
    let key = try IdempotencyKey("k")
    let first = log.next()
    let event = log.next(key: key)
    let entry = log.entry(key, for: [event])
    let (store, _) = try store(Self.tail([first], [entry]) + Self.tail([first, event], [entry]))
    let tail = try store.loadTail(of: log.aggregateID, keys: [key], deadline: nil)
    #expect(tail.journal == [entry])
    #expect(tail.orphans.isEmpty)
  }

  @Test("an entry whose event never shows, or is another one, is an orphan", arguments: [false, true])
  func orphan(_ isTaken: Bool) throws {
    var log = try SampleLog("a", startingAt: clock.now())
    var other = log
    let key = try IdempotencyKey("k")
    let entry = log.entry(key, for: [log.next(key: key)])
    let (store, _) = try store(Self.tail(isTaken ? [other.next()] : [], [entry]))
    let tail = try store.loadTail(of: log.aggregateID, keys: [key], deadline: nil)
    #expect(tail.journal.isEmpty)
    #expect(tail.orphans == [entry])
  }

  @Test("an entry that takes an orphan's place during the last look is looked at as often as the orphan")
  func lateSuccessor() throws {
    var log = try SampleLog("a", startingAt: clock.now())
    var lost = log
    let key = try IdempotencyKey("k")
    let orphan = log.entry(key, for: [lost.next(key: key)])
    let event = log.next(key: key)
    let entry = log.entry(key, for: [event])
    let looks =
      Array(repeating: Self.tail([], [orphan]), count: 8) + [Self.tail([], [entry]), Self.tail([event], [entry])]
    let (store, _) = try store(Array(looks.joined()))
    let tail = try store.loadTail(of: log.aggregateID, keys: [key], deadline: nil)
    #expect(tail.journal == [entry])
    #expect(tail.orphans.isEmpty)
  }

  @Test("an entry of before the window is looked up in the log", arguments: [false, true])
  func oldEntry(_ isThere: Bool) throws {
    var log = try SampleLog("a", startingAt: clock.now())
    let key = try IdempotencyKey("k")
    let entry = log.entry(key, for: [log.next(key: key)])
    for _ in 0..<30 { log.next() }
    let window = Array(log.events.suffix(LogTail.windowSize))
    let (store, _) = try store(Self.tail(window, [entry]) + [Self.items(isThere ? [log.events[0]] : [])])
    let tail = try store.loadTail(of: log.aggregateID, keys: [key], deadline: nil)
    #expect(tail.journal == (isThere ? [entry] : []))
    #expect(tail.orphans == (isThere ? [] : [entry]))
  }

  // MARK: Fixture

  private static let end = SequenceNumber.last

  private func store(
    _ answers: [ScriptedTransport.Answer]
  ) throws -> (DynamoDBEventStore, RecordingSleeper) {
    let sleeper = RecordingSleeper(clock: clock)
    // The last reading again and again.
    let transport = ScriptedTransport { _, number in
      answers[number < answers.count ? number : answers.count - 3 + (number - answers.count) % 3]
    }
    let single = ScriptedTransport(answers)
    let store = try ScriptedStore.make(
      answers.count % 3 == 0 ? transport : single, tables: Self.tables, clock: clock, sleeper: sleeper)
    return (store, sleeper)
  }

  private static func items(_ events: [RecordedEvent], reversed: Bool = false) -> ScriptedTransport.Answer {
    answer((reversed ? events.reversed() : events).map(\.detail))
  }

  private static func answer(_ details: [JSONObject]) -> ScriptedTransport.Answer {
    let texts = details.compactMap { try? Item(json: $0).wire.text }
    return .response(200, #"{"Items":[\#(texts.joined(separator: ","))],"Count":\#(texts.count)}"#)
  }

  /// The three answers to the reading of a log's end.
  private static func tail(_ window: [RecordedEvent], _ entries: [JournalEntry] = []) -> [ScriptedTransport.Answer] {
    let items = entries.compactMap { try? Item(json: JournalSample.item($0)).wire.text }.joined(separator: ",")
    return [
      Self.items(window, reversed: true), .response(200, #"{"Responses":{"journal":[\#(items)]}}"#),
      .response(200, "{}"),
    ]
  }
}
