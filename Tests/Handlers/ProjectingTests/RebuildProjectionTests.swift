import Accounts
import Environment
import EventSourcing
import JSON
import LambdaRuntime
import Projecting
import ReadModel
import TestSupport
import Testing

/// Rebuilds by the projection function as it is wired.
@Suite struct RebuildProjectionTests {
  private func body(_ answer: JSONValue) throws -> JSONValue {
    try JSONValue(parsing: try #require(answer["body"]?.string))
  }

  /// Lets the queue bring what was sent, until it is empty.
  private func drain(_ world: ProjectionWorld, milliseconds: Int64 = 30_000) throws {
    for _ in 0..<100 {
      guard let next = world.parts.nextDelivery else { return }
      world.clock.time = max(world.clock.now(), next)
      let messages = world.parts.receive(atMost: 10, hiddenFor: 180_000)
      let answer = try world.invoke(
        ["Records": .array(messages.map(\.record))], deadline: world.clock.now().adding(milliseconds: milliseconds))
      let failed = (answer["batchItemFailures"]?.array ?? []).compactMap { $0["itemIdentifier"]?.string }
      for message in messages where !failed.contains(message.id) { world.parts.delete(message) }
    }
  }

  @Test("all accounts are folded anew")
  func all() throws {
    let world = try ProjectionWorld()
    for number in 0..<12 { _ = try world.store("account-\(number)", events: 2 + number, seed: UInt64(number)) }
    #expect(try body(try world.invoke(["action": "rebuildAll", "parts": 3], as: "run-1"))["run"] == "run-1")
    try drain(world)
    #expect(world.readModel.items.count == 12)
    let progress = try body(try world.invoke(["action": "rebuildProgress"]))
    #expect(progress["isComplete"] == true)
    #expect(progress["processedAccounts"] == 12)
    #expect(progress["processedEvents"] == .number(JSONNumber((0..<12).reduce(0) { $0 + 2 + $1 })))
  }

  @Test("parts come behind the other messages of their batch")
  func mixedBatch() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    _ = try world.invoke(["action": "rebuildAll", "parts": 1])
    let part = try #require(world.parts.receive(atMost: 1, hiddenFor: 1).first)
    let answer = try world.invoke(
      world.queue([part.body, ProjectionWorld.delivery(events[0]).text, "not JSON"]))
    #expect(answer == Delivery.failed())
    #expect(world.letters.count == 1)
    #expect(try world.summary(of: "account-1")?["Version"] == 3)
  }

  @Test("a damaged account is named, and the others are folded")
  func damaged() throws {
    let world = try ProjectionWorld()
    for number in 0..<3 { _ = try world.store("account-\(number)", events: 3, seed: UInt64(number)) }
    world.log.logs[try AggregateID("account-1")]?.remove(at: 1)
    _ = try world.invoke(["action": "rebuildAll"])
    try drain(world)
    let progress = try body(try world.invoke(["action": "rebuildProgress"]))
    #expect(progress["processedAccounts"] == 2)
    #expect(progress["failedAccounts"] == [["accountId": "account-1", "reason": "EventLogDamaged"]])
  }

  /// A read model that lost an item after a rebuild had come past it, and a rebuild that was then abandoned.
  private func abandoned(as requestID: String) throws -> (ProjectionWorld, AggregateID, [String: JSONObject]) {
    let world = try ProjectionWorld(sliceSize: 2)
    let events = try world.store("account-1", events: 9)
    world.project(Notice(try #require(events.last)))
    let accountID = events[0].aggregateID
    let whole = try #require(world.readModel.items[accountID])
    let deadline = world.clock.now().adding(milliseconds: 100)
    let error = #expect(throws: FunctionError.self) {
      try world.invoke(["action": "rebuild", "accountId": "account-1"], as: requestID, deadline: deadline)
    }
    #expect(error?.type == "ProjectionOutOfTime")
    #expect(error?.message.contains(#""continueFrom": "\#(requestID)""#) == true)
    world.readModel.items[accountID]?[ProjectionType.auditTrail(events[1].sequence).text(of: Account.noun)] = nil
    return (world, accountID, whole)
  }

  @Test("a rebuild after an abandoned one writes the whole audit trail")
  func afterAnAbandonedOne() throws {
    let (world, accountID, whole) = try abandoned(as: "old")
    let answer = try world.invoke(["action": "rebuild", "accountId": "account-1"], as: "new")
    #expect(try body(answer)["processedEvents"] == 9)
    #expect(world.readModel.items[accountID] == whole)
  }

  @Test("so does a rebuild of all, and the next one of all after that")
  func allAfterAnAbandonedOne() throws {
    let (world, accountID, whole) = try abandoned(as: "old")
    for run in ["run-1", "run-2"] {
      world.readModel.items[accountID]?[ProjectionType.auditTrail(.zero.next.next).text(of: Account.noun)] = nil
      _ = try world.invoke(["action": "rebuildAll"], as: run)
      try drain(world)
      #expect(world.readModel.items[accountID] == whole)
    }
  }

  @Test("an abandoned rebuild of all does not spoil the next")
  func afterAnAbandonedRun() throws {
    let world = try ProjectionWorld(sliceSize: 2)
    let events = try world.store("account-1", events: 9)
    world.project(Notice(try #require(events.last)))
    let accountID = events[0].aggregateID
    let whole = try #require(world.readModel.items[accountID])
    _ = try world.invoke(["action": "rebuildAll", "parts": 1], as: "old")
    let message = try #require(world.parts.receive(atMost: 1, hiddenFor: 1).first)
    world.readModel.onPut = { [clock = world.clock] in clock.advance(milliseconds: 700) }
    let deadline = world.clock.now().adding(milliseconds: 3_000)
    #expect(
      try world.invoke(["Records": [message.record]], deadline: deadline) == ["batchItemFailures": []])
    world.readModel.onPut = nil
    #expect(world.readModel.items[accountID]?[ProjectionType.rebuild.text(of: Account.noun)] != nil)
    world.readModel.items[accountID]?[ProjectionType.auditTrail(events[0].sequence).text(of: Account.noun)] = nil
    _ = try world.invoke(["action": "rebuildAll", "parts": 1], as: "new")
    try drain(world)
    #expect(world.readModel.items[accountID] == whole)
  }

  @Test("whoever says that he goes on, or is the same invocation again, goes on", arguments: [true, false])
  func goingOn(isSaid: Bool) throws {
    let (world, accountID, _) = try abandoned(as: "old")
    var request: JSONObject = ["action": "rebuild", "accountId": "account-1"]
    if isSaid { request["continueFrom"] = "old" }
    let answer = try world.invoke(.object(request), as: isSaid ? "new" : "old")
    #expect(try body(answer)["processedEvents"] == 7)
    #expect(world.readModel.items[accountID]?[ProjectionType.rebuild.text(of: Account.noun)] == nil)
  }

  @Test("a long account keeps to the pace within itself")
  func pace() throws {
    let world = try ProjectionWorld(sliceSize: 2)
    _ = try world.store("account-1", events: 9)
    let start = world.clock.now()
    _ = try world.invoke(["action": "rebuildAll", "parts": 1, "maximumEventsPerSecond": 1])
    try drain(world)
    #expect(try world.summary(of: "account-1")?["Version"] == 9)
    #expect(world.clock.now().milliseconds(since: start) >= 8_000)
  }

  @Test("a read model ahead of its log is replaced where force is asked for", arguments: [true, false])
  func force(isForced: Bool) throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 5)
    world.project(Notice(try #require(events.last)))
    world.log.logs[events[0].aggregateID] = Array(events.prefix(3))
    _ = try world.invoke(["action": "rebuildAll", "force": .bool(isForced)])
    try drain(world)
    #expect(try world.summary(of: "account-1")?["Version"] == (isForced ? 3 : 5))
    let progress = try body(try world.invoke(["action": "rebuildProgress"]))
    #expect(progress["failedAccountCount"] == (isForced ? 0 : 1))
  }

  @Test("a rebuild can be stopped")
  func stopped() throws {
    let world = try ProjectionWorld()
    _ = try world.store("account-1", events: 2)
    #expect(try world.invoke(["action": "stopRebuild"])["statusCode"] == 404)
    _ = try world.invoke(["action": "rebuildAll"], as: "run-1")
    #expect(try body(try world.invoke(["action": "stopRebuild"])) == ["run": "run-1", "isStopped": true])
    try drain(world)
    #expect(world.readModel.items.isEmpty)
  }
}
