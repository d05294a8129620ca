import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport
import Testing

/// The ends of several logs with their summaries, as the projection reads them.
@Suite("Log ends and summaries of several aggregates")
struct ProjectionTailTests {
  private static let tables = EventStoreTables(
    events: "events",
    copies: .init(
      table: "copies", partitionKey: "AccountId", sortKey: "ProjectionType", latest: "AccountSummary",
      snapshotPrefix: "Snapshot#"))

  /// Answers queries from logs, each time one that is next for its aggregate, and batch reads from one answer each.
  private final class Script {
    var windows: [String: [[JSONValue]]] = [:]
    var summaries: [JSONValue] = []
    private(set) lazy var transport = ScriptedTransport { [unowned self] request, _ in
      let input = (try? JSONValue(parsing: request.body)) ?? .null
      if input["RequestItems"] != nil {
        return .response(200, (summaries.isEmpty ? .null : summaries.removeFirst()).text)
      }
      let name = input["ExpressionAttributeValues"]?[":id"]?["S"]?.string ?? ""
      let items = windows[name]?.first ?? []
      if windows[name, default: []].count > 1 { windows[name]?.removeFirst() }
      return .response(
        200, JSONValue.object(["Items": .array(items.reversed()), "Count": .number(JSONNumber(items.count))]).text)
    }
  }

  private func items(_ events: [RecordedEvent]) throws -> [JSONValue] {
    try events.map { try Item(json: $0.detail).wire }
  }

  private func summary(_ name: String) -> JSONValue {
    ["AccountId": ["S": .string(name)], "ProjectionType": ["S": "AccountSummary"], "Version": ["N": "3"]]
  }

  private func answer(_ items: [JSONValue], unprocessed: [JSONValue] = []) -> JSONValue {
    let left: JSONValue = unprocessed.isEmpty ? [:] : ["copies": ["Keys": .array(unprocessed)]]
    return ["Responses": ["copies": .array(items)], "UnprocessedKeys": left]
  }

  private func names(_ names: String...) throws -> [AggregateID] { try names.map { try AggregateID($0) } }

  @Test("all of it is one round trip, and each aggregate gets its own")
  func together() throws {
    let script = Script()
    var first = try SampleLog("a")
    _ = first.next(count: 3)
    script.windows["a"] = [try items(first.events)]
    script.summaries = [answer([summary("b")])]
    let store = try ScriptedStore.make(script.transport, tables: Self.tables)
    let tails = store.projectionTails(of: try names("a", "b"), events: 10, deadline: nil)
    #expect(script.transport.waves == [3])
    #expect(try tails.map { try $0.window.get() } == [first.events, []])
    #expect(try tails.map { try $0.summary.get()?["Version"] } == [nil, 3])
    let consistent = try script.transport.requests.map { request in
      let input = try JSONValue(parsing: request.body)
      return input["ConsistentRead"] ?? input["RequestItems"]?["copies"]?["ConsistentRead"]
    }
    #expect(consistent == [true, true, true])
  }

  @Test("a log that shows a batch in part is read again, the others are not")
  func torn() throws {
    let script = Script()
    var torn = try SampleLog("a")
    torn.next()
    _ = torn.next(batchOf: 3)
    script.windows["a"] = [try items(Array(torn.events.prefix(2))), try items(torn.events)]
    script.summaries = [answer([]), answer([summary("a")])]
    let store = try ScriptedStore.make(script.transport, tables: Self.tables)
    let tails = store.projectionTails(of: try names("a", "b"), events: 10, deadline: nil)
    #expect(script.transport.waves == [3, 2])
    #expect(try tails[0].window.get() == torn.events)
    #expect(try tails[0].summary.get()?["Version"] == 3)
  }

  @Test("an item that is no event fails its own log alone")
  func corrupt() throws {
    let script = Script()
    var log = try SampleLog("b")
    log.next()
    script.windows["a"] = [[["AggregateId": ["S": "a"], "EventSequence": ["N": "7"]]]]
    script.windows["b"] = [try items(log.events)]
    script.summaries = [answer([])]
    let store = try ScriptedStore.make(script.transport, tables: Self.tables)
    let tails = store.projectionTails(of: try names("a", "b"), events: 10, deadline: nil)
    let error = #expect(throws: EventStoreError.self) { try tails[0].window.get() }
    guard case .corrupt(let sequence, _)? = error?.kind else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(sequence.value == 7)
    #expect(try tails[1].window.get() == log.events)
  }

  @Test("a summary that the table had no room for is asked for again")
  func unprocessed() throws {
    let script = Script()
    let key: JSONValue = ["AccountId": ["S": "b"], "ProjectionType": ["S": "AccountSummary"]]
    script.summaries = [answer([summary("a")], unprocessed: [key]), answer([summary("b")])]
    let store = try ScriptedStore.make(script.transport, tables: Self.tables)
    let tails = store.projectionTails(of: try names("a", "b"), events: 10, deadline: nil)
    #expect(try tails.map { try $0.summary.get()?["Version"] } == [3, 3])
  }

  @Test("a read model that fails does not hide the logs")
  func readModelFails() throws {
    let script = Script()
    var log = try SampleLog("a")
    log.next()
    script.windows["a"] = [try items(log.events)]
    let store = try ScriptedStore.make(script.transport, tables: Self.tables)
    let tail = try #require(store.projectionTails(of: try names("a"), events: 10, deadline: nil).first)
    #expect(try tail.window.get() == log.events)
    #expect(throws: EventStoreError.self) { try tail.summary.get() }
  }
}
