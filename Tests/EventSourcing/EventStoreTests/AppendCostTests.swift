import Accounts
import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport
import Testing

/// What an append costs in DynamoDB's write units: two for each started KB of an item in a transaction, one otherwise.
@Suite("The cost of an append")
struct AppendCostTests {
  private struct Cost: Equatable, CustomStringConvertible {
    var events = 0
    var journal = 0

    var description: String { "\(events) units for events, \(journal) for the journal" }
  }

  @Test("the journal of a batch costs two units an event, and its answer once", arguments: [1, 2, 10, 50])
  func batches(_ size: Int) throws {
    let keys = (0..<size).map { "tx-\($0)" }
    let cost = try cost(amounts: keys.map { _ in "1" }, keys: keys)
    print("a batch of \(size), a key for each event:", cost)
    #expect(cost.events == 2 * size)
    // The first entry has the whole answer: some 110 bytes an event.
    #expect(cost.journal <= 2 * size + 2 * (size * 128 / 1_024 + 1))
  }

  @Test("under one key for all of it the journal has one entry", arguments: [10, 50])
  func oneKey(_ size: Int) throws {
    let cost = try cost(amounts: Array(repeating: "1", count: size), keys: Array(repeating: "batch", count: size))
    #expect(cost.events == 2 * size)
    #expect(cost.journal <= 2 * (size * 128 / 1_024 + 1))
  }

  @Test("without a key it is one plain put")
  func plain() throws {
    #expect(try cost(amounts: ["1"], keys: [nil]) == Cost(events: 1, journal: 0))
  }

  /// Sends transactions to an account that is open, and looks at what was asked to be written.
  private func cost(amounts: [String], keys: [String?]) throws -> Cost {
    let memory = InMemoryEventStore()
    let aggregateID = try AggregateID("account-123")
    try execute(try AccountRequests.opening(aggregateID), on: memory)
    var asked: Append?
    memory.beforeAppend = { append throws(EventStoreError) in asked = append }
    try execute(try AccountRequests.transactions(aggregateID, amounts: amounts, keys: keys), on: memory)
    let transport = ScriptedTransport([.response(200, "{}")])
    _ = try ScriptedStore.make(transport).append(try #require(asked), deadline: nil)
    return try Self.cost(of: try #require(transport.requests.first).body)
  }

  private func execute(_ request: CommandRequest<Account>, on store: any EventStore) throws {
    let execution = CommandExecution<Account>(
      store: store, clock: ManualClock(), sleeper: RecordingSleeper(), randomness: SeededRandomness(seed: 4),
      journalRetention: .standard)
    _ = try execution.execute(request, deadline: nil)
  }

  private static func cost(of body: [UInt8]) throws -> Cost {
    let json = try JSONValue(parsing: body)
    let transaction = json["TransactItems"]?.array?.compactMap { $0["Put"] }
    var cost = Cost()
    for put in transaction ?? [json] {
      let size = try Item(wire: try #require(put["Item"])).size
      let units = (size + 1_023) / 1_024 * (transaction == nil ? 1 : 2)
      if put["TableName"] == "events" { cost.events += units } else { cost.journal += units }
    }
    return cost
  }
}
