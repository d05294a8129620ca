import DynamoDB
import EventSourcing
import EventStore
import JSON
import TestSupport
import Testing

@Suite("Pages of the index")
struct IndexPageTests {
  private static func answer(_ items: [JSONValue], last: JSONValue? = nil) throws -> ScriptedTransport.Answer {
    var body: JSONObject = ["Items": .array(items), "Count": .number(JSONNumber(items.count))]
    body["LastEvaluatedKey"] = last
    return .response(200, JSONValue.object(body).text)
  }

  private static func wire(_ attributes: JSONObject) throws -> JSONValue { try Item(json: attributes).wire }

  @Test("an item that is no event stands in its place, and those around it are read")
  func unreadable() throws {
    var log = try SampleLog("a")
    let events = (0..<3).map { _ in log.next() }
    var items = events.map(\.detail)
    items[1]["Version"] = nil
    let store = try ScriptedStore.make(ScriptedTransport([try Self.answer(try items.map(Self.wire))]))
    let page = try #require(try store.pages([EventIndexRequest(partition: "Sampled", limit: 9)], deadline: nil).first)
    let positions = events.map { EventPosition(of: $0, in: "Sampled") }
    #expect(
      page.entries == [
        .event(events[0], at: positions[0]),
        .unreadable(.malformed(field: "Version", reason: "is missing"), at: positions[1]),
        .event(events[2], at: positions[2]),
      ])
    #expect(page.next == nil)
  }

  @Test(
    "also one whose keys are those of no event",
    arguments: [
      #"{"AggregateId": "a\u0007"}"#, #"{"EventSequence": 0}"#, #"{"EventSequence": 1.5}"#, #"{"EventSequence": -3}"#,
      #"{"Timestamp": "yesterday"}"#, #"{"Timestamp": "2024-01-15T10:30:00Z"}"#,
    ])
  func strangeKeys(_ changes: String) throws {
    var log = try SampleLog("a")
    var detail = log.next().detail
    for (name, value) in try JSONValue(parsing: changes).object ?? [:] { detail[name] = value }
    let wire = try Self.wire(detail)
    let transport = ScriptedTransport([try Self.answer([wire], last: wire), try Self.answer([])])
    let store = try ScriptedStore.make(transport)
    let first = try #require(try store.pages([EventIndexRequest(partition: "Sampled", limit: 1)], deadline: nil).first)
    #expect(first.entries.count == 1)
    #expect(first.entries.allSatisfy { $0.event == nil })
    #expect(first.next == first.entries.first?.position)
    // The position leads on, key by key as it came.
    let next = EventIndexRequest(partition: "Sampled", limit: 1, after: first.next)
    #expect(try store.pages([next], deadline: nil).first?.next == nil)
    let key = try JSONValue(parsing: transport.requests[1].body)["ExclusiveStartKey"]?.object ?? [:]
    #expect(key.count == 4)
    for (name, value) in key { #expect(value == wire[name]) }
  }

  @Test("pages of several partitions are one round trip, and come in the order of the requests")
  func together() throws {
    let names = ["one", "two", "three"]
    let transport = ScriptedTransport { request, _ in
      let values = (try? JSONValue(parsing: request.body))?["ExpressionAttributeValues"]
      let name = values?[":type"]?["S"]?.string ?? ""
      let key: JSONValue = [
        "AggregateId": ["S": "a"], "EventSequence": ["N": "1"], "EventType": ["S": .string(name)],
        "Timestamp": ["S": "2024-01-15T10:30:00.000000Z"],
      ]
      return (try? Self.answer([], last: key)) ?? .failure(.other, mayHaveExecuted: false)
    }
    let pages = try ScriptedStore.make(transport).pages(
      names.map { EventIndexRequest(partition: $0, limit: 1) }, deadline: nil)
    #expect(pages.map(\.next?.partition) == names)
    #expect(transport.waves == [3])
  }
}
