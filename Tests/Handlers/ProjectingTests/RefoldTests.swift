import Accounts
import Environment
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

@Suite struct RefoldTests {
  static let damages: [@Sendable (inout JSONObject) -> Void] = [
    { $0["Balance"] = 1_000_000 },
    { $0["StateDigest"] = nil },
    { $0["ProjectionVersion"] = 0 },
    { $0["Version"] = "many" },
    { $0["HeadHash"] = nil },
    { $0["Status"] = "Frozen" },
  ]

  @Test("a summary that is damaged or of another fold is folded anew at the next touch", arguments: 0..<6)
  func damaged(_ number: Int) throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 9)
    for event in events { _ = try world.projector.project(event, deadline: nil) }
    let whole = world.readModel.items
    let accountID = events[0].aggregateID
    var summary = try #require(try world.summary(of: "account-1"))
    Self.damages[number](&summary)
    world.readModel.items[accountID]?[ProjectionType.summary.text(of: Account.noun)] = summary
    #expect(try world.projector.project(events[2], deadline: nil) == .refolded(events: 9))
    #expect(world.readModel.items == whole)
  }

  @Test("the old summary is served until the new one is complete, and a refold goes on where it stopped")
  func resumed() throws {
    let world = try ProjectionWorld(sliceSize: 2)
    let events = try world.store("account-1", events: 9)
    for event in events { _ = try world.projector.project(event, deadline: nil) }
    let whole = world.readModel.items
    let accountID = events[0].aggregateID
    world.readModel.items[accountID]?[ProjectionType.summary.text(of: Account.noun)]?["ProjectionVersion"] = 0
    let old = try world.summary(of: "account-1")
    let deadline = world.clock.now().adding(milliseconds: 100)
    for reached in [1, 3, 5, 7] {
      #expect(throws: ProjectionFailure.outOfTime(reached: events[reached].sequence)) {
        try world.projector.project(events[8], deadline: deadline)
      }
      #expect(try world.summary(of: "account-1") == old)
    }
    #expect(try world.projector.project(events[8], deadline: deadline) == .refolded(events: 1))
    #expect(world.readModel.items == whole)
  }

  @Test("a rebuild also replaces the copy that commands are decided on, whatever that says")
  func checkpoint() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 9)
    let accountID = events[0].aggregateID
    let right = FoldedCopy<Account>(
      aggregateID: accountID, head: events[8].head, state: try Account.fold(events, onto: Account.initial))
    var state = right.state
    state.transactionCount += 1
    let forged = FoldedCopy<Account>(aggregateID: accountID, head: events[8].head, state: state)
    world.log.checkpoints[accountID] = forged.attributes
    _ = try world.projector.rebuild(accountID, deadline: nil)
    #expect(world.log.checkpoints[accountID] == right.attributes)
  }

  @Test("progress that does not stand in the log is not gone on from")
  func foreignProgress() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 9)
    let others = try AccountLog.make("account-1", events: 5, random: SeededRandomness(seed: 99))
    let foreign = FoldedCopy<Account>(
      aggregateID: events[0].aggregateID, head: others[4].head, state: try Account.fold(others, onto: Account.initial))
    try world.readModel.put([ReadModelItem(foreign, as: .rebuild)], deadline: nil)
    #expect(try world.projector.rebuild(events[0].aggregateID, deadline: nil).events == 9)
    #expect(try world.summary(of: "account-1")?["HeadHash"] == .string(events[8].hash.text))
    #expect(world.readModel.items[events[0].aggregateID]?[ProjectionType.rebuild.text(of: Account.noun)] == nil)
  }

  @Test("a log that ends before the read model does is not folded over it")
  func shortened() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 5)
    for event in events { _ = try world.projector.project(event, deadline: nil) }
    world.log.logs[events[0].aggregateID] = Array(events.prefix(3))
    #expect(throws: ProjectionFailure.readModelAhead(version: events[4].sequence, log: events[2].sequence)) {
      try world.projector.rebuild(events[0].aggregateID, deadline: nil)
    }
    #expect(try world.summary(of: "account-1")?["Version"] == 5)
  }
}
