import Accounts
import Environment
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

@Suite struct RebuildTests {
  private func world(sliceSize: Int = 4) throws -> (ProjectionWorld, [RecordedEvent], AggregateID) {
    let world = try ProjectionWorld(sliceSize: sliceSize)
    let events = try world.store("account-1", events: 9)
    world.project(Notice(events[8]))
    return (world, events, events[0].aggregateID)
  }

  @Test("a rebuild writes everything, rows and the copy that commands are decided on included")
  func everything() throws {
    let (world, events, accountID) = try world()
    let whole = world.readModel.items
    let right = FoldedCopy<Account>(
      aggregateID: accountID, head: events[8].head, state: try Account.fold(events, onto: Account.initial))
    var state = right.state
    state.transactionCount += 1
    world.log.checkpoints[accountID] =
      FoldedCopy<Account>(aggregateID: accountID, head: events[8].head, state: state).attributes
    world.readModel.items[accountID]?["AuditTrail#00000000000000000002"] = [:]
    world.readModel.rows = []
    #expect(try world.projector.rebuild(accountID, run: "a", deadline: nil).events == 9)
    #expect(world.readModel.items == whole)
    #expect(world.readModel.rows.count == 1)
    #expect(world.log.checkpoints[accountID] == right.attributes)
  }

  @Test("the rows of the state that is replaced go")
  func rows() throws {
    let (world, _, accountID) = try world()
    var others = try SampleLog("account-1")
    others.next(["customerId": "customer-2"], type: "AccountCreated")
    world.log.logs[accountID] = others.events
    _ = try world.projector.rebuild(accountID, run: "a", force: true, deadline: nil)
    #expect(world.readModel.rows.map(\.owner.text) == ["customer-2"])
  }

  @Test("a rebuild that ended early goes on under the same name, and begins anew under another")
  func runs() throws {
    let (world, _, accountID) = try world(sliceSize: 2)
    let whole = world.readModel.items
    #expect(throws: ProjectionFailure.self) {
      try world.projector.rebuild(accountID, run: "a", deadline: nil, afterSlice: { _ in false })
    }
    world.readModel.items[accountID]?["AuditTrail#00000000000000000002"] = [:]
    #expect(try world.projector.rebuild(accountID, run: "b", deadline: nil).events == 9)
    #expect(world.readModel.items == whole)
    #expect(throws: ProjectionFailure.self) {
      try world.projector.rebuild(accountID, run: "c", deadline: nil, afterSlice: { _ in false })
    }
    #expect(try world.projector.rebuild(accountID, run: "c", deadline: nil).events == 7)
    #expect(world.readModel.items == whole)
  }

  @Test("progress that does not stand in the log is not gone on from")
  func foreignProgress() throws {
    let (world, events, accountID) = try world()
    let others = try Logs.account("account-1", events: 5, random: SeededRandomness(seed: 99))
    let foreign = FoldedCopy<Account>(
      aggregateID: accountID, head: others[4].head, state: try Account.fold(others, onto: Account.initial))
    var content = foreign.attributes
    content["Run"] = "a"
    world.readModel.put(
      ReadModelItem(aggregateID: accountID, projection: .rebuild, content: content, noun: Account.noun))
    #expect(try world.projector.rebuild(accountID, run: "a", deadline: nil).events == 9)
    #expect(try world.summary(of: "account-1")?["HeadHash"] == .string(events[8].hash.text))
    #expect(world.readModel.items[accountID]?["AccountRebuild"] == nil)
  }

  @Test("where an event cannot be folded, the summary is put right as far as that, and the event is named")
  func poison() throws {
    let (world, events, accountID) = try world()
    world.log.corrupt[accountID] = events[7].sequence
    world.readModel.items[accountID]?["AccountSummary"]?["Balance"] = 7
    #expect(world.project(Notice(events[8])).report?.failure?.sequence == events[7].sequence)
    #expect(try world.summary(of: "account-1")?["Version"] == 7)
  }
}
