import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

@testable import Projecting

/// Parts of a rebuild that go on by themselves.
@Suite struct RebuildAllTests {
  private let all = (0..<450).map { "account-\($0)" }

  @Test("each account is folded once, by one part or several", arguments: [1, 3, 8])
  func once(parts: Int) throws {
    let world = try RebuildWorld(accounts: 450)
    let answer = try world.begin(parts: parts)
    #expect(answer["parts"] == .number(JSONNumber(parts)))
    #expect(try world.look()["isComplete"] == false)
    world.drain()
    #expect(world.rebuilder.folded.sorted() == all.sorted())
    #expect(world.rebuilder.runs == ["run-1"])
    #expect(world.queue.messages.isEmpty && world.queue.deadLetters.isEmpty)
    let progress = try world.look()
    #expect(progress["isComplete"] == true)
    #expect(progress["processedAccounts"] == 450)
    #expect(progress["processedEvents"] == 900)
    #expect(progress["failedAccounts"] == [])
    #expect(progress["parts"]?.array?.count == parts)
  }

  @Test("what does not fit one invocation goes on in the next, with one message for each part")
  func goesOn() throws {
    let world = try RebuildWorld(accounts: 450)
    world.rebuilder.cost = 1_000
    world.batchSize = 1
    _ = try world.begin(parts: 4)
    world.drain()
    #expect(world.rebuilder.folded.sorted() == all.sorted())
    // 22 accounts an invocation, less than an alarm on durations allows.
    #expect((21...28).contains(world.invocations))
    #expect((18_000..<24_000).contains(world.longestInvocation))
    #expect(world.queue.sent <= world.invocations + 4)
    #expect(try world.look()["isComplete"] == true)
  }

  @Test("an account that is longer than an invocation is folded over several")
  func long() throws {
    let world = try RebuildWorld(accounts: 3, eventsEach: 10)
    world.rebuilder.sliceSize = 4
    _ = try world.begin()
    world.drain()
    #expect(world.rebuilder.folded.sorted() == ["account-0", "account-1", "account-2"])
    #expect(world.invocations >= 6)
    #expect(try world.look()["isComplete"] == true)
  }

  @Test("force is handed on", arguments: [true, false])
  func force(isForced: Bool) throws {
    let world = try RebuildWorld(accounts: 1)
    _ = try world.begin(force: isForced)
    world.drain()
    #expect(world.rebuilder.forced == [isForced])
  }

  @Test("no accounts, and a look before there was a rebuild")
  func nothing() throws {
    let world = try RebuildWorld()
    #expect(try world.look() == ["error": "There has been no rebuildAll"])
    #expect(try world.stop() == ["error": "There has been no rebuildAll"])
    _ = try world.begin(parts: 2)
    world.drain()
    #expect(try world.look()["isComplete"] == true)
    #expect(world.queue.messages.isEmpty)
  }

  @Test("only accounts that were there when it began, each found by its first event")
  func borders() throws {
    let world = try RebuildWorld(accounts: 2)
    world.clock.advance(milliseconds: 5_000)
    var late = try SampleLog("late", startingAt: world.clock.now().adding(milliseconds: 1))
    var twice = try SampleLog("twice")
    late.next(type: "AccountCreated")
    for _ in 0..<2 { twice.next(type: "AccountCreated") }
    for log in [late, twice] { world.log.logs[log.aggregateID] = log.events }
    _ = try world.begin()
    world.drain()
    #expect(world.rebuilder.folded.sorted() == ["account-0", "account-1", "twice"])
  }

  // MARK: Failures

  @Test("what can never be folded is named, and stops nobody")
  func named() throws {
    let world = try RebuildWorld(accounts: 450)
    let first = try #require(world.log.logs[try AggregateID("account-7")]?.first)
    world.log.unreadable[first.eventID] = .malformed(field: "Version", reason: "is missing")
    world.rebuilder.failure = { name in
      ["account-7", "account-400"].contains(name) ? .damaged(.unlinked(.zero.next)) : nil
    }
    _ = try world.begin(parts: 2)
    world.drain()
    #expect(world.rebuilder.folded.count == 448)
    let progress = try world.look()
    #expect(progress["isComplete"] == true)
    #expect(progress["processedAccounts"] == 448)
    #expect(progress["failedAccountCount"] == 2)
    let failed = (progress["failedAccounts"]?.array ?? []).sorted { $0.text < $1.text }
    #expect(failed.map { $0["accountId"] } == ["account-400", "account-7"])
    #expect(failed.allSatisfy { $0["reason"] == "EventChainMismatch" })
    #expect(world.lines.text.contains("account-400"))
  }

  @Test("a hundred are named of each part, and all are counted")
  func manyNamed() throws {
    let world = try RebuildWorld(accounts: 130)
    world.rebuilder.failure = { _ in .damaged(.unlinked(.zero.next)) }
    _ = try world.begin()
    world.drain()
    #expect(try world.look()["failedAccountCount"] == 130)
    #expect(try world.look()["failedAccounts"]?.array?.count == 100)
  }

  static let passing: [ProjectionFailure] = [
    .readModel(ReadModelError(.unavailable, "throttled")), .readModel(ReadModelError(.refused, "no such table")),
    .eventStore(EventStoreError(.unavailable, "down")), .eventStore(EventStoreError(.deadlineExceeded, "slow")),
    .contended,
  ]

  @Test("an outage of twenty minutes names nobody", arguments: passing)
  func outage(failure: ProjectionFailure) throws {
    let world = try RebuildWorld(accounts: 20)
    let end = world.clock.now().adding(milliseconds: 1_200_000)
    world.rebuilder.failure = { [clock = world.clock] _ in clock.now() < end ? failure : nil }
    _ = try world.begin(parts: 2)
    world.drain()
    #expect(world.rebuilder.folded.count == 20)
    #expect(try world.look()["failedAccountCount"] == 0)
    #expect(world.queue.deadLetters.isEmpty)
    #expect(world.invocations < 40)
  }

  @Test("one account that fails again and again is left in the end, and the others are folded", arguments: passing)
  func sick(failure: ProjectionFailure) throws {
    let world = try RebuildWorld(accounts: 20)
    world.rebuilder.failure = { $0 == "account-3" ? failure : nil }
    _ = try world.begin()
    world.drain()
    #expect(world.rebuilder.folded.count == 19)
    #expect(try world.look()["failedAccounts"]?.array?.map { $0["accountId"] } == ["account-3"])
    #expect(try world.look()["isComplete"] == true)
    #expect(world.invocations < 15)
  }

  @Test("an outage without end makes dead letters, and these go on where the parts stopped")
  func deadLetters() throws {
    let world = try RebuildWorld(accounts: 150)
    world.rebuilder.cost = 500
    world.rebuilder.failure = { [rebuilder = world.rebuilder] _ in
      rebuilder.folded.count >= 60 ? .readModel(ReadModelError(.unavailable, "down")) : nil
    }
    _ = try world.begin()
    world.drain()
    let letter = try #require(world.queue.deadLetters.first)
    world.rebuilder.failure = { _ in nil }
    world.queue.add(letter.body, at: world.clock.now())
    world.drain()
    #expect(Set(world.rebuilder.folded).count + (try world.look()["failedAccountCount"]?.number?.int ?? 0) == 150)
    #expect(try world.look()["isComplete"] == true)
  }

  @Test("a queue that takes nothing: a rebuild does not begin, and a part comes again")
  func queueDown() throws {
    let world = try RebuildWorld(accounts: 100)
    world.queue.isDown = true
    #expect { try world.begin() } throws: { "\($0)".contains("RebuildNotSent") }
    world.queue.isDown = false
    world.rebuilder.cost = 1_000
    _ = try world.begin(as: "run-2")
    world.queue.isDown = true
    world.deliver()
    #expect(world.queue.messages.count == 1)
    world.queue.isDown = false
    world.drain()
    #expect(Set(world.rebuilder.folded).count == 100)
    #expect(world.queue.messages.isEmpty)
  }
}
