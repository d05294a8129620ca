import EventSourcing
import EventStore
import HTTPTransport
import TestSupport
import Testing

@Suite("Reads that fail")
struct ReadFailureTests {
  private let tables = EventStoreTables(
    events: "events", journal: "journal",
    copies: .init(table: "copies", partitionKey: "Id", sortKey: "Kind", latest: "Latest", snapshotPrefix: "Old#"))

  @Test("a read that got no answer has changed nothing, and says so")
  func noDoubt() throws {
    let aggregateID = try AggregateID("account-1")
    let store = try ScriptedStore.make(
      ScriptedTransport { _, _ in .failure(.timeout, mayHaveExecuted: true) }, tables: tables)
    let reads: [() throws -> Void] = [
      { _ = try store.loadTail(of: aggregateID, keys: [], deadline: nil) },
      { _ = try store.events(of: aggregateID, from: .zero, through: .zero.next, limit: 1, deadline: nil) },
      { _ = try store.checkpoint(of: aggregateID, deadline: nil) },
    ]
    for read in reads {
      #expect { try read() } throws: { ($0 as? EventStoreError)?.mayHaveExecuted == false }
    }
  }

  @Test(
    "what will be refused for ever is told from what may pass",
    arguments: [
      "AccessDeniedException": "EventStoreRefused", "ResourceNotFoundException": "EventStoreRefused",
      "ValidationException": "EventStoreRefused", "UnrecognizedClientException": "EventStoreRefused",
      "ThrottlingException": "EventStoreUnavailable", "InternalServerError": "EventStoreUnavailable",
    ])
  func refused(code: String, name: String) throws {
    let answer = ScriptedTransport.Answer.response(
      code == "InternalServerError" ? 500 : 400, #"{"__type":"\#(code)","message":"no"}"#)
    let store = try ScriptedStore.make(ScriptedTransport([answer]), tables: tables)
    let aggregateID = try AggregateID("account-1")
    let error = #expect(throws: EventStoreError.self) {
      _ = try store.loadTail(of: aggregateID, keys: [], deadline: nil)
    }
    #expect(error?.name == name)
  }
}
