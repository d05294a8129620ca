import Accounts
import Environment
import EventSourcing
import EventStore
import JSON
import TestSupport
import Testing

/// The same command sent again while its first run is still under way, and the journal's clock.
@Suite("Duplicates of a command", .enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
struct JournalRaceTests {
  private static let rounds = 60

  @Test("two senders of one command at once, many times: one append, and both get its answer")
  func atOnce() throws {
    try LocalTables.with { tables in
      let aggregateID = try AggregateID("doubled")
      _ = try tables.execution().execute(try AccountRequests.opening(aggregateID), deadline: nil)
      let gate = Gate(senders: 2)
      let answers = try Threads.run(2) { _ in
        let execution = try tables.execution()
        return try (0..<Self.rounds).map { round in
          let request = try AccountRequests.transaction(aggregateID, amount: "1", key: "round-\(round)")
          gate.meet(round)
          return try execution.execute(request, deadline: nil)
        }
      }
      for (first, second) in zip(answers[0], answers[1]) {
        #expect(first.events == second.events)
        #expect(first.timestamp == second.timestamp)
        #expect([first, second].filter(\.isDuplicate).count == 1)
      }
      let log = try tables.store().allEvents(of: aggregateID)
      #expect(log.dropFirst().map(\.eventID) == answers[0].map { $0.events[0].eventID })
      let duplicates = answers.joined().filter(\.isDuplicate).count
      let conflicts = answers.joined().reduce(0) { $0 + $1.conflicts }
      print("two senders: \(Self.rounds) rounds, \(duplicates) duplicates, \(conflicts) conflicts")
    }
  }

  @Test("two senders that open the same account at once: one account, and both get the answer")
  func openings() throws {
    try LocalTables.with { tables in
      let gate = Gate(senders: 2)
      let answers = try Threads.run(2) { _ in
        let execution = try tables.execution()
        return try (0..<Self.rounds).map { round in
          let request = try AccountRequests.opening(try AggregateID("account-\(round)"), key: "open")
          gate.meet(round)
          return try execution.execute(request, deadline: nil)
        }
      }
      for (first, second) in zip(answers[0], answers[1]) {
        #expect(first.events == second.events)
        #expect([first, second].filter(\.isDuplicate).count == 1)
      }
    }
  }

  @Test("an expired entry is absent although the table still holds it, and one that lives counts to its last second")
  func expiry() throws {
    try LocalTables.with { tables in
      let clock = ManualClock(SystemClock().now())
      let store = try tables.store(clock: clock)
      let execution = CommandExecution<Account>(
        store: store, clock: clock, sleeper: SystemSleeper(), randomness: SystemRandomness(),
        journalRetention: try #require(JournalRetention(days: 1)))
      let aggregateID = try AggregateID("expiring")
      _ = try execution.execute(try AccountRequests.opening(aggregateID), deadline: nil)
      let request = try AccountRequests.transaction(aggregateID, amount: "1", key: "k")
      let other = try AccountRequests.transaction(aggregateID, amount: "2", key: "k")
      let first = try execution.execute(request, deadline: nil)
      clock.advance(milliseconds: 86_398_000)
      #expect(try execution.execute(request, deadline: nil).events == first.events)
      #expect { try execution.execute(other, deadline: nil) } throws: { error in
        guard case .keyReused = error as? CommandFailure<AccountRejection> else { return false }
        return true
      }
      clock.advance(milliseconds: 2_000)
      let second = try execution.execute(other, deadline: nil)
      #expect(!second.isDuplicate)
      #expect(try execution.execute(other, deadline: nil).events == second.events)
      #expect(try store.allEvents(of: aggregateID).count == 3)
    }
  }
}

/// Lets senders begin each round together.
private final class Gate: Sendable {
  private let senders: Int
  private let arrived = Locked<[Int: Int]>([:])

  init(senders: Int) {
    self.senders = senders
  }

  func meet(_ round: Int) {
    arrived.withLock { $0[round, default: 0] += 1 }
    while arrived.withLock({ $0[round, default: 0] }) < senders { SystemSleeper().sleep(milliseconds: 1) }
  }
}
