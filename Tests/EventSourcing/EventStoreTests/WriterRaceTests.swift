import Accounts
import Environment
import EventSourcing
import EventStore
import JSON
import TestSupport
import Testing

/// Writers that know nothing of each other, on one aggregate, each with connections of its own.
@Suite(
  "Writers against each other", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"), .serialized)
struct WriterRaceTests {
  private static let writers = 64
  private static let commands = 50

  /// What one writer was told.
  private struct Told {
    var eventIDs: [String] = []
    var conflicts = 0
    var mostConflicts = 0
    var givenUp = 0
  }

  @Test("64 writers, 50 commands each: every acknowledged one is in the log exactly once, and the balance is exact")
  func manyWriters() throws {
    try LocalTables.with { tables in
      let aggregateID = try AggregateID("contended")
      let opened = try tables.execution().execute(try AccountRequests.opening(aggregateID), deadline: nil)
      let start = SystemClock().now()
      let told = try Threads.run(Self.writers) { try write($0, to: aggregateID, in: tables) }
      let milliseconds = SystemClock().now().milliseconds(since: start)
      let acknowledged = told.flatMap(\.eventIDs)
      report(told, milliseconds: milliseconds)

      let log = try tables.store().allEvents(of: aggregateID)
      #expect(log.map(\.sequence.value) == Array(1...(acknowledged.count + 1)))
      #expect(log.map(\.eventID).sorted() == (acknowledged + opened.events.map(\.eventID)).sorted())
      var chain = LogChain(after: .empty)
      for event in log { #expect(chain.advance(over: event) == nil) }
      let state = try Account.fold(log, onto: Account.initial)
      #expect(state.encoded["Balance"] == .number(try #require(Self.tenths(acknowledged.count))))
      #expect(told.reduce(0) { $0 + $1.givenUp } == 0, "a writer was told of a conflict after all its tries")
    }
  }

  private static func tenths(_ count: Int) -> JSONNumber? {
    JSONNumber("\(count / 10).\(count % 10)").map { CanonicalJSON.normalized(.number($0)).number ?? $0 }
  }

  private func report(_ told: [Told], milliseconds: Int64) {
    let conflicts = told.reduce(0) { $0 + $1.conflicts }
    print(
      "writers: \(Self.writers), acknowledged: \(told.reduce(0) { $0 + $1.eventIDs.count }),",
      "given up: \(told.reduce(0) { $0 + $1.givenUp }), conflicts: \(conflicts),",
      "most for one command: \(told.map(\.mostConflicts).max() ?? 0), seconds: \(Double(milliseconds) / 1000)")
  }

  private func write(_ writer: Int, to aggregateID: AggregateID, in tables: LocalTables) throws -> Told {
    let execution = try tables.execution()
    var told = Told()
    for command in 0..<Self.commands {
      // Half of them under a key, as a transaction with the journal, half as one conditional put.
      let key = command.isMultiple(of: 2) ? "writer-\(writer)-\(command)" : nil
      let request = try AccountRequests.transaction(aggregateID, amount: "0.1", key: key)
      do throws(CommandFailure<AccountRejection>) {
        let result = try execution.execute(request, deadline: nil)
        told.eventIDs += result.events.map(\.eventID)
        told.conflicts += result.conflicts
        told.mostConflicts = max(told.mostConflicts, result.conflicts)
      } catch {
        guard case .conflict = error else { throw error }
        told.givenUp += 1
      }
    }
    return told
  }
}
