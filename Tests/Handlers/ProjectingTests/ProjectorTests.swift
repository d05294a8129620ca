import Accounts
import Environment
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

@Suite struct ProjectorTests {
  @Test("any notice brings the account to its log's end; at or below that it is a duplicate")
  func gate() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 9)
    #expect(world.project(Notice(events[0])).report?.events == 9)
    #expect(try world.summary(of: "account-1")?["Version"] == 9)
    #expect(world.project(Notice(events[6])).verdict == .duplicate)
    #expect(world.project(Notice(events[8])).verdict == .duplicate)
  }

  @Test("a single event that comes alone costs an audit item and a summary, a burst a claim besides")
  func cost() throws {
    let world = try ProjectionWorld(snapshotInterval: 100)
    var log = try SampleLog("account-1")
    let accountID = log.aggregateID
    log.next(["customerId": "customer-1"], type: "AccountCreated")
    world.log.logs[accountID] = log.events
    world.project(Notice(try #require(log.events.last)))
    log.next(["amount": 5], type: "TransactionProcessed")
    world.log.logs[accountID] = log.events
    world.project(Notice(try #require(log.events.last)))
    #expect(world.readModel.claims.asked == 0)
    #expect(world.readModel.auditWrites == 2)
    #expect(world.readModel.summaryWrites.tried == 2)
    #expect(world.readModel.rowWrites == 1)
    for _ in 0..<2 { log.next(["amount": 5], type: "TransactionProcessed") }
    world.log.logs[accountID] = log.events
    world.project(Notice(try #require(log.events.last)))
    #expect(world.readModel.claims.granted == 1)
    #expect(world.readModel.auditWrites == 4)
    #expect(world.readModel.summaryWrites.tried == 3)
    #expect(world.readModel.rowWrites == 1)
    #expect(world.sleeper.sleeps.isEmpty)
  }

  @Test("the items are those of the contract")
  func items() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    world.project(Notice(events[2]))
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
    #expect(world.readModel.rows.map(\.sortKey) == ["CustomerAccounts#account-1"])
    #expect(world.readModel.rows.map(\.owner.text) == ["customer-1"])
  }

  @Test("a notice with another hash than the log's is false, and changes nothing")
  func mismatch() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    world.project(Notice(events[2]))
    let whole = world.readModel.items
    for event in events {
      let forged = Notice(
        aggregateID: event.aggregateID, sequence: event.sequence, hash: EventHash(of: ["forged": true]))
      #expect(world.project(forged).verdict == .failed(.notificationMismatch(event.sequence)))
    }
    #expect(world.readModel.items == whole)
    #expect(world.readModel.summaryWrites.tried == 1)
  }

  @Test("an event beyond the log's end is looked for a few times, and what is before it is applied")
  func beyond() throws {
    let world = try ProjectionWorld()
    let events = try Logs.account("account-1", events: 6, random: SeededRandomness(seed: 3))
    world.log.logs[events[0].aggregateID] = Array(events.prefix(4))
    #expect(world.project(Notice(events[5])).verdict == .failed(.notInStore(events[5].sequence)))
    #expect(try world.summary(of: "account-1")?["Version"] == 4)
    #expect(world.sleeper.sleeps.count == 3)
    #expect(world.sleeper.sleeps.reduce(0, +) < 1_000)
  }

  @Test("an event that shows meanwhile is applied")
  func shows() throws {
    let world = try ProjectionWorld()
    let events = try Logs.account("account-1", events: 6, random: SeededRandomness(seed: 3))
    let accountID = events[0].aggregateID
    world.log.logs[accountID] = Array(events.prefix(5))
    world.readModel.onReplace = { [log = world.log] _, _ in log.logs[accountID] = events }
    #expect(world.project(Notice(events[5])).verdict == .applied)
  }

  @Test("an event that cannot be read holds up only what comes behind it in its log", arguments: [false, true])
  func unreadable(isCorrupt: Bool) throws {
    let world = try ProjectionWorld(sliceSize: 10)
    var events = try world.store("account-1", events: 6)
    let others = try world.store("account-2", events: 2)
    let accountID = events[0].aggregateID
    if isCorrupt {
      world.log.corrupt[accountID] = events[3].sequence
    } else {
      var detail = events[3].detail
      detail["EventType"] = "AccountFrozen"
      events[3] = try RecordedEvent(detail: detail)
      world.log.logs[accountID] = events
    }
    let demands = [events[5], others[1], events[2]].map { ProjectionDemand(Notice($0)) }
    let reports = world.projector.project(Array(demands.prefix(2)), deadline: nil)
    #expect(reports[0].failure?.sequence == events[3].sequence)
    #expect(reports[0].failure?.isPermanent == true)
    #expect(reports[0].verdict(on: Notice(events[2])) == .duplicate)
    #expect(reports[1].verdict(on: Notice(others[1])) == .applied)
    #expect(try world.summary(of: "account-1")?["Version"] == 3)
    #expect(try world.summary(of: "account-2")?["Version"] == 2)
  }

  @Test("a long log stops before the deadline, and the next delivery goes on from there")
  func outOfTime() throws {
    let world = try ProjectionWorld(sliceSize: 2)
    let events = try world.store("account-1", events: 17)
    let deadline = world.clock.now().adding(milliseconds: 100)
    #expect(
      world.project(Notice(events[16]), deadline: deadline).verdict == .failed(.outOfTime(reached: events[1].sequence)))
    #expect(
      world.project(Notice(events[16]), deadline: deadline).verdict == .failed(.outOfTime(reached: events[3].sequence)))
    #expect(world.project(Notice(events[16])).verdict == .applied)
    #expect(try world.summary(of: "account-1")?["Version"] == 17)
  }

  @Test("a temporary failure is its own aggregate's alone")
  func temporary() throws {
    let world = try ProjectionWorld()
    let first = try world.store("account-1", events: 2)
    let second = try world.store("account-2", events: 2)
    let throttled = ReadModelError(.unavailable, "throttled")
    world.readModel.failures[first[0].aggregateID] = throttled
    let reports = world.projector.project(
      [ProjectionDemand(Notice(first[1])), ProjectionDemand(Notice(second[1]))], deadline: nil)
    #expect(reports[0].failure == .readModel(throttled))
    #expect(reports[1].failure == nil)
    #expect(try world.summary(of: "account-2")?["Version"] == 2)
  }

  @Test("more accounts than are worked on at once are all brought forward")
  func portions() throws {
    let world = try ProjectionWorld()
    let logs = try (0..<25).map { try world.store("account-\($0)", events: 2, seed: UInt64($0)) }
    let reports = world.projector.project(logs.map { ProjectionDemand(Notice($0[1])) }, deadline: nil)
    #expect(reports.map(\.aggregateID) == logs.map { $0[0].aggregateID })
    #expect(reports.allSatisfy { $0.failure == nil && $0.version.value == 2 })
  }

  @Test("a replayed event that is there already costs no look into the log")
  func replay() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    world.project(Notice(events[2]))
    let read = world.log.itemsRead
    let demand = ProjectionDemand(events[0].aggregateID, notices: events.map { Notice($0) }, isReplay: true)
    let report = try #require(world.projector.project([demand], deadline: nil).first)
    #expect(events.allSatisfy { report.verdict(on: Notice($0)) == .duplicate })
    #expect(world.log.itemsRead == read)
    world.readModel.items = [:]
    #expect(world.projector.project([demand], deadline: nil).first?.events == 3)
  }

  @Test("a summary that is younger than the log's end, as both were read at once, is no fault")
  func youngerSummary() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 5)
    let accountID = events[0].aggregateID
    world.project(Notice(events[4]))
    world.log.logs[accountID] = Array(events.prefix(4))
    world.log.afterWindow = { [log = world.log] in log.logs[accountID] = events }
    #expect(world.project(Notice(events[4])).verdict == .duplicate)
    #expect(world.sleeper.sleeps.isEmpty)
  }

  @Test("who finds a claim waits, and finds done what it came for; a claim of one who died ends")
  func claims() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 5)
    let accountID = events[0].aggregateID
    let dead = ProjectionClaim(
      aggregateID: accountID, from: .zero, until: world.clock.now().adding(milliseconds: 1_000))
    _ = world.readModel.claim([dead], now: world.clock.now(), deadline: nil)
    let began = world.clock.now()
    #expect(world.project(Notice(events[4])).verdict == .applied)
    #expect(world.clock.now().milliseconds(since: began) >= 1_000)
    #expect(world.sleeper.sleeps.allSatisfy { (20...60).contains($0) })
    #expect(world.readModel.auditWrites == 5)
  }
}
