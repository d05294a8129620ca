import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport
import Testing

/// What DynamoDB would refuse is refused before a byte is sent, with its measured size.
@Suite("The limits of an append")
struct AppendLimitTests {
  private static let tables = EventStoreTables(events: "events", journal: "journal")
  private let transport = ScriptedTransport([.failure(.connect, mayHaveExecuted: false)])

  @Test("an event above 400 KB", arguments: [1, 2])
  func item(count: Int) throws {
    var log = try SampleLog("limits")
    let events = [log.next(["text": .string(String(repeating: "x", count: 410 * 1024))])] + log.next(count: count - 1)
    let size = try refusal(of: log.append(events), "bytes in event 1", limit: 400 * 1024)
    #expect(size > 410 * 1024)
    #expect(size < 411 * 1024)
  }

  @Test("more than 100 actions: events, and events with their journal entries", arguments: [(101, 0), (60, 41)])
  func actions(events: Int, keys: Int) throws {
    var log = try SampleLog("limits")
    let recorded = log.next(count: events)
    let journal = try (0..<keys).map { log.entry(try IdempotencyKey("k\($0)"), for: [recorded[0]]) }
    let append = log.append(recorded, journal: journal)
    #expect(try refusal(of: append, "actions in one transaction", limit: 100) == events + keys)
  }

  @Test("more than 4 MB in all")
  func transaction() throws {
    var log = try SampleLog("limits")
    let text = JSONValue.string(String(repeating: "x", count: 300 * 1024))
    let events = (0..<14).map { _ in log.next(["text": text]) }
    let size = try refusal(of: log.append(events), "bytes in one transaction", limit: 4 * 1024 * 1024)
    #expect(size > 14 * 300 * 1024)
  }

  @Test("a value that cannot be stored is named", arguments: ["1e999", "1.23456789012345678901234567890123456789"])
  func number(_ text: String) throws {
    var log = try SampleLog("limits")
    let number = JSONValue.number(try #require(JSONNumber(text)))
    let append = log.append([log.next(["list": [1, number]])])
    let error = #expect(throws: EventStoreError.self) { try store().append(append, deadline: nil) }
    #expect(error?.kind == .unstorable(path: "EventData.list[1]"))
    #expect(transport.requests.isEmpty)
  }

  @Test("without a journal, a command under a key is refused")
  func journal() throws {
    var log = try SampleLog("limits")
    let event = log.next()
    let append = log.append([event], journal: [log.entry(try IdempotencyKey("k"), for: [event])])
    let store = try ScriptedStore.make(transport, tables: EventStoreTables(events: "events"))
    let error = #expect(throws: EventStoreError.self) { try store.append(append, deadline: nil) }
    #expect(error?.kind == .unavailable)
    #expect(transport.requests.isEmpty)
  }

  private func store() throws -> DynamoDBEventStore { try ScriptedStore.make(transport, tables: Self.tables) }

  private func refusal(of append: Append, _ what: String, limit: Int) throws -> Int {
    let store = try store()
    let error = #expect(throws: EventStoreError.self) { try store.append(append, deadline: nil) }
    #expect(transport.requests.isEmpty)
    guard case .tooLarge(what, let size, limit) = error?.kind else {
      Issue.record("\(String(describing: error))")
      return 0
    }
    #expect(error?.mayHaveExecuted == false)
    #expect(error?.message.contains("\(size) \(what)") == true)
    return size
  }
}
