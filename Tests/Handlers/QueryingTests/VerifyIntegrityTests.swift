import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

@Suite struct VerifyIntegrityTests {
  private let question: JSONObject = ["queryType": "verifyIntegrity", "aggregateId": "account-1"]

  private func world(events count: Int = 12) throws -> (QueryWorld, AggregateID, [RecordedEvent]) {
    let world = QueryWorld(pageSize: 5)
    let events = try world.account("account-1", deposits: count - 1)
    try world.project(events)
    return (world, events[0].aggregateID, events)
  }

  @Test("an untouched log and read model")
  func valid() throws {
    let (world, _, events) = try world()
    let body = try world.ask(question).body
    #expect(
      body == [
        "aggregateId": "account-1", "valid": true, "eventsChecked": 12, "readModelMatches": true,
        "readModelVersion": 12, "checkpointMatches": true, "headHash": .string(events[11].hash.text),
      ])
  }

  @Test("an altered event is found", arguments: [1, 5, 6, 12])
  func altered(_ place: Int) throws {
    let (world, accountID, events) = try world()
    var detail = events[place - 1].detail
    detail["UserId"] = "someone else"
    world.log.logs[accountID]?[place - 1] = try RecordedEvent(detail: detail)
    let body = try world.ask(question).body
    #expect(body["valid"] == false)
    #expect(body["firstInvalidSequence"]?.number?.int == place)
    #expect(body["eventsChecked"]?.number?.int == place - 1)
    #expect(body["readModelMatches"] == false)
  }

  @Test("an altered event that was given a new hash breaks the chain behind it")
  func resealed() throws {
    let (world, accountID, events) = try world()
    var detail = events[5].detail
    detail["UserId"] = "someone else"
    detail["EventHash"] = .string(try RecordedEvent(detail: detail).computedHash.text)
    world.log.logs[accountID]?[5] = try RecordedEvent(detail: detail)
    #expect(try world.ask(question).body["firstInvalidSequence"] == 7)
  }

  @Test("a missing event is found", arguments: [1, 6, 11])
  func missing(_ place: Int) throws {
    let (world, accountID, _) = try world()
    world.log.logs[accountID]?.remove(at: place - 1)
    #expect(try world.ask(question).body["firstInvalidSequence"]?.number?.int == place)
  }

  @Test("a missing end is found by the read model")
  func missingEnd() throws {
    let (world, accountID, _) = try world()
    world.log.logs[accountID]?.removeLast(2)
    let body = try world.ask(question).body
    #expect(body["firstInvalidSequence"] == 11)
    #expect(body["readModelMatches"] == false)
  }

  @Test("a batch without its end is found, and named as that", arguments: [1, 3])
  func incompleteBatch(_ left: Int) throws {
    let world = QueryWorld(pageSize: 5)
    var log = try SampleLog("account-1")
    log.next(type: "AccountCreated")
    for place in 1...4 { log.next(["amount": 1], type: "TransactionProcessed", batch: BatchPlace(index: place, of: 4)) }
    let part = Array(log.events.prefix(1 + left))
    world.log.logs[log.aggregateID] = part
    try world.project(part)
    let body = try world.ask(question).body
    #expect(body["valid"] == false)
    #expect(body["firstInvalidSequence"]?.number?.int == 2 + left)
    #expect(body["reason"]?.string?.contains("incomplete batch") == true)
  }

  @Test("a copy on which commands are decided and that is not what the log adds up to is found", arguments: [3, 12])
  func checkpoint(_ place: Int) throws {
    let (world, accountID, events) = try world()
    var state = try Account.fold(events.prefix(place), onto: Account.initial)
    world.log.checkpoints[accountID] =
      FoldedCopy<Account>(aggregateID: accountID, head: events[place - 1].head, state: state).attributes
    #expect(try world.ask(question).body["checkpointMatches"] == true)
    state.transactionCount += 1
    world.log.checkpoints[accountID] =
      FoldedCopy<Account>(aggregateID: accountID, head: events[place - 1].head, state: state).attributes
    let body = try world.ask(question).body
    #expect(body["valid"] == true)
    #expect(body["readModelMatches"] == true)
    #expect(body["checkpointMatches"] == false)
    #expect(body["checkpointDifference"]?.string?.contains("event \(place)") == true)
    world.log.checkpoints[accountID]?["ProjectionVersion"] = 0
    #expect(try world.ask(question).body["checkpointMatches"] == true)
  }

  @Test("reordered and inserted events are found")
  func reordered() throws {
    let (world, accountID, events) = try world()
    var fourth = events[4].detail
    fourth["EventSequence"] = 4
    var fifth = events[3].detail
    fifth["EventSequence"] = 5
    world.log.logs[accountID]?[3] = try RecordedEvent(detail: fourth)
    world.log.logs[accountID]?[4] = try RecordedEvent(detail: fifth)
    #expect(try world.ask(question).body["firstInvalidSequence"] == 4)
  }

  @Test("a read model that differs is found, one that only lags is not")
  func readModel() throws {
    let (world, accountID, events) = try world()
    try world.project(events, through: 7)
    let behind = try world.ask(question).body
    #expect(behind["readModelMatches"] == true)
    #expect(behind["readModelVersion"] == 7)
    #expect(behind["eventsChecked"] == 12)
    world.readModel.items[accountID]?[ProjectionType.auditTrail(events[2].sequence).text(of: Account.noun)]?["Data"] =
      [:]
    #expect(try world.ask(question).body["readModelMatches"] == false)
    try world.project(events, through: 7)
    world.readModel.items[accountID]?[ProjectionType.auditTrail(events[2].sequence).text(of: Account.noun)] = nil
    #expect(try world.ask(question).body["readModelMatches"] == false)
    try world.project(events, through: 7)
    world.readModel.items[accountID]?[ProjectionType.summary.text(of: Account.noun)]?["Balance"] = 5
    let body = try world.ask(question).body
    #expect(body["readModelMatches"] == false)
    #expect(body["valid"] == true)
    world.readModel.items[accountID] = nil
    let lost = try world.ask(question).body
    #expect(lost["readModelMatches"] == false)
    #expect(lost["readModelVersion"] == 0)
  }

  @Test("a row that a view lacks is found, one that a projection has moved meanwhile is no fault")
  func rows() throws {
    let (world, accountID, events) = try world()
    let customer = try AggregateID("customer-1")
    world.readModel.items[customer]?["CustomerAccounts#account-1"] = nil
    let body = try world.ask(question).body
    #expect(body["valid"] == true)
    #expect(body["readModelMatches"] == false)
    #expect(body["readModelDifference"] == #"CustomerAccounts of "customer-1" does not list it"#)
    // The summary changes between the check and the second look at it.
    try world.project(events, through: 7)
    world.readModel.items[customer]?["CustomerAccounts#account-1"] = nil
    var count = 0
    world.readModel.beforeSummary = { _ in
      count += 1
      if count == 2 { world.readModel.items[accountID]?["AccountSummary"]?["Version"] = 8 }
    }
    #expect(try world.ask(question).body["readModelMatches"] == true)
    #expect(count == 2)
  }

  @Test("a check that goes on remembers that a command's events were not all there", arguments: [1, 2, 3])
  func openBatchAcrossPages(_ left: Int) throws {
    let world = QueryWorld(pageSize: 1 + left)
    var log = try SampleLog("account-1")
    log.next(type: "AccountCreated")
    for place in 1...left {
      log.next(["amount": 1], type: "TransactionProcessed", batch: BatchPlace(index: place, of: 4))
    }
    log.next(["amount": 1], type: "TransactionProcessed")
    world.log.logs[log.aggregateID] = log.events
    var question = question
    let first = try world.ask(question, deadline: world.clock.now().adding(milliseconds: 100)).body
    #expect(first["valid"] == true)
    #expect(first["eventsChecked"]?.number?.int == 1 + left)
    question["nextToken"] = first["nextToken"]
    let second = try world.ask(question).body
    #expect(second["valid"] == false)
    #expect(second["firstInvalidSequence"]?.number?.int == 2 + left)
    #expect(second["reason"]?.string?.contains("incomplete batch") == true)
  }

  @Test("a long log is checked in parts", arguments: [false, true])
  func parts(hasTransfers: Bool) throws {
    let (world, _, _) = try world(events: 23)
    world.hasTransfers = hasTransfers
    var question = question
    var checked: [Int?] = []
    while checked.count < 20 {
      let body = try world.ask(question, deadline: world.clock.now().adding(milliseconds: 100)).body
      checked.append(body["eventsChecked"]?.number?.int)
      guard let token = body["nextToken"] else {
        #expect(body["readModelMatches"] == true)
        break
      }
      #expect(body["readModelMatches"] == .null)
      question["nextToken"] = token
    }
    #expect(checked == [5, 10, 15, 20, 23])
  }

  @Test("a part of a check takes less of its time than an alarm on durations allows")
  func partsEndEarly() throws {
    let (world, _, _) = try world(events: 500)
    world.clock.step = 250
    let begin = world.clock.time
    let body = try world.ask(question, deadline: begin.adding(milliseconds: 30_000)).body
    #expect(body["nextToken"] != nil)
    #expect((18_000..<24_000).contains(world.clock.time.milliseconds(since: begin)))
  }

  @Test("an unknown aggregate is whole and empty")
  func unknown() throws {
    let body = try QueryWorld().ask(question).body
    #expect(body["valid"] == true)
    #expect(body["eventsChecked"] == 0)
    #expect(body["readModelMatches"] == true)
  }
}
