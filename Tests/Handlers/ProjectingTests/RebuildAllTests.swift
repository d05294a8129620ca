import Environment
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

@Suite struct RebuildAllTests {
  private func body(_ answer: JSONValue) throws -> JSONValue {
    try JSONValue(parsing: try #require(answer["body"]?.string))
  }

  @Test("all accounts are folded anew")
  func all() throws {
    let world = try ProjectionWorld()
    for number in 0..<12 { _ = try world.store("account-\(number)", events: 2 + number, seed: UInt64(number)) }
    let body = try body(try world.invoke(["action": "rebuildAll"]))
    #expect(body["processedAccounts"] == 12)
    #expect(body["continueFrom"] == nil)
    #expect(world.readModel.items.count == 12)
  }

  @Test("a walk stops before the deadline and goes on from its token, each account once")
  func resumed() throws {
    let world = try ProjectionWorld()
    for number in 0..<7 { _ = try world.store("account-\(number)", events: 3, seed: UInt64(number)) }
    var processed = 0
    var request: JSONObject = ["action": "rebuildAll", "maximumAccountsPerSecond": 1]
    var calls = 0
    while calls < 20 {
      calls += 1
      let deadline = world.clock.now().adding(milliseconds: 3_600)
      let body = try body(try world.invoke(.object(request), deadline: deadline))
      processed += body["processedAccounts"]?.number?.int ?? 0
      guard let token = body["continueFrom"] else { break }
      request["continueFrom"] = token
    }
    #expect(processed == 7)
    #expect(calls == 3)
    #expect(world.readModel.items.count == 7)
  }

  @Test("an account too long for one call is folded over several")
  func long() throws {
    let world = try ProjectionWorld(sliceSize: 2)
    _ = try world.store("account-1", events: 7)
    var request: JSONObject = ["action": "rebuildAll"]
    var calls = 0
    while calls < 20 {
      calls += 1
      // Enough to begin, and not to begin another slice.
      let deadline = world.clock.now().adding(milliseconds: 1_500)
      world.readModel.onPut = { [clock = world.clock] in clock.advance(milliseconds: 1) }
      let body = try body(try world.invoke(.object(request), deadline: deadline))
      guard let token = body["continueFrom"] else { break }
      request["continueFrom"] = token
    }
    #expect(calls == 4)
    #expect(try world.summary(of: "account-1")?["Version"] == 7)
  }

  @Test("a walk whose time ends between two pages says where to go on")
  func betweenPages() throws {
    let world = try ProjectionWorld()
    for number in 0..<3 { _ = try world.store("account-\(number)", events: 3, seed: UInt64(number)) }
    world.index = ShortPages(world.log, clock: world.clock)
    world.readModel.onPut = { [clock = world.clock] in clock.advance(milliseconds: 2_000) }
    let deadline = world.clock.now().adding(milliseconds: 2_400)
    let body = try body(try world.invoke(["action": "rebuildAll"], deadline: deadline))
    #expect(body["processedAccounts"] == 1)
    #expect(body["continueFrom"] != nil)
  }

  @Test("an account that cannot be folded is named, and the others go on")
  func damaged() throws {
    let world = try ProjectionWorld()
    for number in 0..<3 { _ = try world.store("account-\(number)", events: 3, seed: UInt64(number)) }
    let accountID = try AggregateID("account-1")
    world.log.logs[accountID]?.remove(at: 1)
    let body = try body(try world.invoke(["action": "rebuildAll"]))
    #expect(body["processedAccounts"] == 2)
    #expect(body["failedAccounts"] == [["accountId": "account-1", "reason": "EventLogDamaged"]])
  }
}

/// An index whose pages hold one event, and are not read in the last half second.
private final class ShortPages: EventIndex {
  private let index: any EventIndex
  private let clock: any Clock

  init(_ index: any EventIndex, clock: any Clock) {
    self.index = index
    self.clock = clock
  }

  func partitions(of type: String) -> [String] { index.partitions(of: type) }

  func events(
    inPartition partition: String, from: Timestamp?, through: Timestamp?, forward: Bool, limit: Int,
    after: EventPosition?, deadline: Timestamp?
  ) throws(EventStoreError) -> EventIndexPage {
    if let deadline, deadline.milliseconds(since: clock.now()) < 500 {
      throw EventStoreError(.deadlineExceeded, "too late")
    }
    return try index.events(
      inPartition: partition, from: from, through: through, forward: forward, limit: 1, after: after,
      deadline: deadline)
  }
}
