import Accounts
import Environment
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

@Suite struct AccountProjectorTests {
  @Test("the next event is applied, one below is a duplicate, one beyond heals the gap")
  func gate() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 9)
    #expect(try world.projector.project(events[0], deadline: nil) == .applied(missing: 0))
    #expect(try world.projector.project(events[6], deadline: nil) == .applied(missing: 5))
    #expect(try world.projector.project(events[3], deadline: nil) == .duplicate)
    #expect(try world.projector.project(events[6], deadline: nil) == .duplicate)
    #expect(try world.summary(of: "account-1")?["Version"] == 7)
  }

  @Test("the items are those of the contract")
  func items() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    _ = try world.projector.project(events[2], deadline: nil)
    let items = world.readModel.items[events[0].aggregateID] ?? [:]
    #expect(
      Set(items.keys) == [
        "AccountSummary", "AuditTrail#00000000000000000001", "AuditTrail#00000000000000000002",
        "AuditTrail#00000000000000000003", "Snapshot#00000000000000000003",
      ])
    let summary = try #require(items["AccountSummary"])
    #expect(summary["AccountId"] == "account-1")
    #expect(summary["ProjectionType"] == "AccountSummary")
    #expect(summary["LastEventId"] == .string(events[2].eventID))
    #expect(summary["LastUpdated"] == .string(events[2].timestamp.rfc3339))
    #expect(summary["HeadHash"] == .string(events[2].hash.text))
    #expect(summary["ProjectionVersion"] == .number(JSONNumber(Account.foldVersion)))
    let audit = try #require(items["AuditTrail#00000000000000000002"])
    #expect(audit.keys == ["AccountId", "ProjectionType", "EventId", "EventType", "Timestamp", "Data"])
  }

  @Test("an event altered on the bus is not applied")
  func altered() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 2)
    _ = try world.projector.project(events[0], deadline: nil)
    var detail = events[1].detail
    detail["UserId"] = "someone else"
    let altered = try RecordedEvent(detail: detail)
    #expect(throws: ProjectionFailure.unreadable(altered.sequence, .hashMismatch(sequence: altered.sequence))) {
      try world.projector.project(altered, deadline: nil)
    }
    #expect(try world.summary(of: "account-1")?["Version"] == 1)
  }

  @Test("an event of another log under the same name is not applied")
  func foreign() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    let others = try AccountLog.make("account-1", events: 3, random: SeededRandomness(seed: 99))
    _ = try world.projector.project(events[0], deadline: nil)
    #expect(throws: ProjectionFailure.unlinked(others[1].sequence)) {
      try world.projector.project(others[1], deadline: nil)
    }
    // Beyond a gap the store's own event is applied, and the foreign one is refused.
    #expect(throws: ProjectionFailure.notInStore(others[2].sequence)) {
      try world.projector.project(others[2], deadline: nil)
    }
    #expect(try world.summary(of: "account-1")?["HeadHash"] == .string(events[2].hash.text))
  }

  @Test("an event beyond the end of the log is refused, and what is missing before it is applied")
  func beyond() throws {
    let world = try ProjectionWorld()
    let events = try AccountLog.make("account-1", events: 6, random: SeededRandomness(seed: 3))
    world.log.logs[events[0].aggregateID] = Array(events.prefix(4))
    #expect(throws: ProjectionFailure.notInStore(events[5].sequence)) {
      try world.projector.project(events[5], deadline: nil)
    }
    #expect(try world.summary(of: "account-1")?["Version"] == 4)
  }

  @Test("an event that cannot be read holds up only what comes behind it in its log")
  func unreadableInGap() throws {
    let world = try ProjectionWorld(sliceSize: 10)
    var events = try world.store("account-1", events: 6)
    let accountID = events[0].aggregateID
    var detail = events[3].detail
    detail["EventType"] = "AccountFrozen"
    events[3] = try RecordedEvent(detail: detail)
    world.log.logs[accountID] = events
    #expect(throws: ProjectionFailure.self) { try world.projector.project(events[5], deadline: nil) }
    #expect(try world.summary(of: "account-1")?["Version"] == 3)
  }

  @Test("a long gap stops before the deadline, and the next delivery goes on from there")
  func outOfTime() throws {
    let world = try ProjectionWorld(sliceSize: 2)
    let events = try world.store("account-1", events: 7)
    let deadline = world.clock.now().adding(milliseconds: 100)
    #expect(throws: ProjectionFailure.outOfTime(reached: events[1].sequence)) {
      try world.projector.project(events[6], deadline: deadline)
    }
    #expect(throws: ProjectionFailure.outOfTime(reached: events[3].sequence)) {
      try world.projector.project(events[6], deadline: deadline)
    }
    #expect(try world.projector.project(events[6], deadline: nil) == .applied(missing: 2))
  }
}
