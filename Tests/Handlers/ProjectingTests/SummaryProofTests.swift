import Accounts
import Environment
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

/// Summaries that no projector may build on.
@Suite struct SummaryProofTests {
  private func projected(
    events count: Int, sliceSize: Int = 4
  ) throws -> (world: ProjectionWorld, events: [RecordedEvent], whole: [AggregateID: [String: JSONObject]]) {
    let world = try ProjectionWorld(sliceSize: sliceSize)
    let events = try world.store("account-1", events: count)
    world.project(Notice(try #require(events.last)))
    return (world, events, world.readModel.items)
  }

  static let damages: [@Sendable (inout JSONObject) -> Void] = [
    { $0["Balance"] = 1_000_000 },
    { $0["StateDigest"] = nil },
    { $0["Version"] = "many" },
    { $0["HeadHash"] = nil },
    { $0["Status"] = "Frozen" },
    { $0["ProjectionVersion"] = 0 },
  ]

  @Test("a summary that is damaged or of an older fold is folded anew at the next touch", arguments: 0..<6)
  func damaged(_ number: Int) throws {
    let (world, events, whole) = try projected(events: 9)
    var summary = try #require(try world.summary(of: "account-1"))
    Self.damages[number](&summary)
    world.readModel.items[events[0].aggregateID]?["AccountSummary"] = summary
    let (verdict, report) = world.project(Notice(events[2]))
    #expect(verdict == .duplicate)
    #expect(report?.refolded == 9)
    #expect(world.readModel.items == whole)
  }

  @Test("an older fold's refold writes summary and snapshots, and of the audit trail only what is new")
  func olderFold() throws {
    let (world, events, _) = try projected(events: 7)
    let accountID = events[0].aggregateID
    let more = try world.store("account-1", events: 9)
    #expect(Array(more.prefix(6)) == Array(events.prefix(6)))
    world.log.logs[accountID] = more
    world.readModel.items[accountID]?["AccountSummary"]?["ProjectionVersion"] = 0
    world.readModel.items[accountID]?["AccountSummary"]?["Version"] = 6
    world.readModel.items[accountID]?["AccountSummary"]?["HeadHash"] = .string(more[5].hash.text)
    let before = world.readModel.auditWrites
    #expect(world.project(Notice(more[8])).report?.refolded == 9)
    #expect(world.readModel.auditWrites - before == 3)
    let expected = try ExpectedReadModel<Account>([more], snapshotInterval: 3)
    #expect(expected.holds(in: world.readModel))
  }

  @Test("a newer fold's summary is left alone; what it covers is a duplicate, and only force replaces it")
  func newerFold() throws {
    let (world, events, whole) = try projected(events: 5)
    let accountID = events[0].aggregateID
    world.readModel.items[accountID]?["AccountSummary"]?["ProjectionVersion"] = 2
    let newer = world.readModel.items
    let next = try world.store("account-1", events: 6)
    #expect(world.project(Notice(events[2])).verdict == .duplicate)
    #expect(world.project(Notice(next[5])).verdict == .failed(.newerFold(2)))
    #expect(throws: ProjectionFailure.newerFold(2)) {
      try world.projector.rebuild(accountID, run: "a", deadline: nil)
    }
    #expect(world.readModel.items[accountID]?["AccountSummary"] == newer[accountID]?["AccountSummary"])
    world.log.logs[accountID] = events
    #expect(try world.projector.rebuild(accountID, run: "b", force: true, deadline: nil).events == 5)
    #expect(world.readModel.items[accountID]?["AccountSummary"] == whole[accountID]?["AccountSummary"])
  }

  @Test("a summary that does not stand in this log is folded anew, audit trail and all", arguments: [3, 9, 14, 40])
  func foreign(count: Int) throws {
    let world = try ProjectionWorld()
    let foreign = try Logs.account("account-1", events: 3, random: SeededRandomness(seed: 99))
    let accountID = foreign[0].aggregateID
    world.log.logs[accountID] = foreign
    world.project(Notice(foreign[2]))
    let events = try world.store("account-1", events: count)
    #expect(world.project(Notice(events[count - 1])).report?.refolded == count)
    #expect(try ExpectedReadModel<Account>([events], snapshotInterval: 3).holds(in: world.readModel))
  }

  @Test("a summary ahead of its log is named, kept, and replaced by force only")
  func ahead() throws {
    let (world, events, _) = try projected(events: 5)
    let accountID = events[0].aggregateID
    world.log.logs[accountID] = Array(events.prefix(3))
    let failure = ProjectionFailure.readModelAhead(version: events[4].sequence, log: events[2].sequence)
    #expect(world.project(Notice(events[2])).verdict == .failed(failure))
    #expect(throws: failure) { try world.projector.rebuild(accountID, run: "a", deadline: nil) }
    #expect(try world.summary(of: "account-1")?["Version"] == 5)
    #expect(try world.projector.rebuild(accountID, run: "b", force: true, deadline: nil).reached.value == 3)
    #expect(try world.summary(of: "account-1")?["Version"] == 3)
  }

  @Test("a log that is damaged behind the summary is not taken for a foreign summary", arguments: [5, 30])
  func damagedLog(count: Int) throws {
    let (world, events, _) = try projected(events: 4)
    let others = try Logs.account("account-1", events: count, random: SeededRandomness(seed: 99))
    let accountID = events[0].aggregateID
    world.log.logs[accountID] = events + others.dropFirst(4)
    let failure = ProjectionFailure.damaged(.unlinked(others[4].sequence))
    #expect(world.project(Notice(others[4])).verdict == .failed(failure))
    #expect(failure.name == "EventChainMismatch")
    #expect(try world.summary(of: "account-1")?["Version"] == 4)
  }

  @Test("the old summary is served until the new one is complete, and a refold goes on where it stopped")
  func resumed() throws {
    let (world, events, whole) = try projected(events: 9, sliceSize: 2)
    world.readModel.items[events[0].aggregateID]?["AccountSummary"]?["ProjectionVersion"] = 0
    let old = try world.summary(of: "account-1")
    let deadline = world.clock.now().adding(milliseconds: 100)
    for reached in [1, 3, 5, 7] {
      let failure = ProjectionFailure.outOfTime(reached: events[reached].sequence)
      #expect(world.project(Notice(events[8]), deadline: deadline).report?.failure == failure)
      #expect(try world.summary(of: "account-1") == old)
      world.clock.advance(milliseconds: 20_000)
    }
    #expect(world.project(Notice(events[8])).report?.refolded == 1)
    #expect(world.readModel.items == whole)
  }
}
