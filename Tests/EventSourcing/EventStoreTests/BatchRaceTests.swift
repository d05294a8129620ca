import Accounts
import Amounts
import Environment
import EventSourcing
import EventStore
import JSON
import TestSupport
import Testing

/// Batches and single commands on one account, while the local AWS shows transactions in part.
@Suite("Batches against single commands", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
struct BatchRaceTests {
  private static let writers = 3
  private static let rounds = 15

  /// In every state between two commands all of this can be withdrawn at once; within a batch nothing is left of it.
  private static let reserve = "1000"

  @Test("nobody decides on half a batch: no rule says no, nothing is called damaged, and all of it is in the log")
  func halves() throws {
    try LocalTables.with { tables in
      let aggregateID = try AggregateID("batches")
      let execution = try tables.execution()
      _ = try execution.execute(try AccountRequests.opening(aggregateID), deadline: nil)
      let start = String(1_000 + Self.writers * 50)
      _ = try execution.execute(try AccountRequests.transaction(aggregateID, amount: start), deadline: nil)

      let written = try Threads.run(Self.writers * 2 + 1) { number -> Int in
        switch number {
        case 0: try Self.read(aggregateID, in: tables)
        case 1...Self.writers: try Self.writeBatches(number, to: aggregateID, in: tables)
        default: try Self.writeSingles(number, to: aggregateID, in: tables)
        }
      }

      let log = try tables.store().allEvents(of: aggregateID)
      #expect(log.count == 2 + written.reduce(0, +))
      #expect(try Account.fold(log, onto: Account.initial).balance == JSONNumber(start).flatMap(Money.init))
    }
  }

  private static func writeBatches(_ number: Int, to aggregateID: AggregateID, in tables: LocalTables) throws -> Int {
    let execution = try tables.execution()
    let amounts = ["-\(reserve)", "400", "600"]
    for round in 0..<rounds {
      let key = round.isMultiple(of: 2) ? "batch-\(number)-\(round)" : nil
      let request = try AccountRequests.transactions(aggregateID, amounts: amounts, keys: amounts.map { _ in key })
      _ = try execution.execute(request, deadline: nil)
    }
    return rounds * amounts.count
  }

  private static func writeSingles(_ number: Int, to aggregateID: AggregateID, in tables: LocalTables) throws -> Int {
    let execution = try tables.execution()
    for round in 0..<rounds * 2 {
      let amount = round.isMultiple(of: 2) ? "-50" : "50"
      let request = try AccountRequests.transaction(aggregateID, amount: amount, key: "single-\(number)-\(round)")
      let first = try execution.execute(request, deadline: nil)
      let again = try execution.execute(request, deadline: nil)
      #expect(again.isDuplicate && again.events == first.events)
    }
    return rounds * 2
  }

  /// Reads the log as a query does, again and again.
  private static func read(_ aggregateID: AggregateID, in tables: LocalTables) throws -> Int {
    let store = try tables.store()
    for _ in 0..<rounds * 4 {
      var chain = LogChain(after: .empty)
      for event in try store.allEvents(of: aggregateID) { #expect(chain.advance(over: event) == nil) }
      #expect(chain.faultAtEnd == nil)
    }
    return 0
  }
}
