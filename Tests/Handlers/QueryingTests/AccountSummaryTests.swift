import Accounts
import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

@Suite struct AccountSummaryTests {
  private let question: JSONObject = ["queryType": "getAccountSummary", "accountId": "account-1"]

  private func asking(_ members: JSONObject) -> JSONObject {
    var question = question
    for (name, value) in members { question[name] = value }
    return question
  }

  @Test("the item as JSON, with exact numbers")
  func found() throws {
    let world = QueryWorld()
    try world.project(try world.account("account-1", deposits: 3))
    let (status, body) = try world.ask(question)
    #expect(status == 200)
    #expect(body["AccountId"] == "account-1")
    #expect(body["ProjectionType"] == "AccountSummary")
    #expect(body["Balance"]?.number?.text == "0.3")
    #expect(body["Status"] == "Active")
    #expect(body["Version"] == 4)
    #expect(body.object == world.readModel.items[try AggregateID("account-1")]?["AccountSummary"])
  }

  @Test("an account that is not there is 404, also when asked for consistently")
  func missing() throws {
    for members: JSONObject in [[:], ["consistent": true], ["minSequence": 3]] {
      let (status, body) = try QueryWorld().ask(asking(members))
      #expect(status == 404)
      #expect(body == ["error": "Account not found"])
    }
  }

  @Test("a caller reads its own write", arguments: [["consistent": true], ["minSequence": 9]] as [JSONObject])
  func ownWrite(_ members: JSONObject) throws {
    let world = QueryWorld(pageSize: 3)
    try world.project(try world.account("account-1", deposits: 8), through: 2)
    #expect(try world.ask(question).body["Version"] == 2)
    #expect(try world.ask(asking(["minSequence": 2])).body["Version"] == 2)
    let body = try world.ask(asking(members)).body
    #expect(body["Version"] == 9)
    #expect(body["Balance"]?.number?.text == "0.8")
  }

  @Test("a minSequence beyond the log's end is said to be so", arguments: [false, true], [false, true])
  func notReached(isProjected: Bool, isConsistent: Bool) throws {
    let world = QueryWorld()
    let events = try world.account("account-1", deposits: 8)
    if isProjected { try world.project(events, through: 5) }
    let (status, body) = try world.ask(asking(["minSequence": 10, "consistent": .bool(isConsistent)]))
    #expect(status == 409)
    #expect(body["type"] == "SequenceNotReached")
    #expect(body["minSequence"] == 10)
    #expect(body["actualSequence"] == 9)
    #expect(body["error"]?.string?.isEmpty == false)
  }

  @Test("a reading is consistent where the question asks for it, and only there")
  func consistency() throws {
    let world = QueryWorld()
    let events = try world.account("account-1", deposits: 8)
    try world.project(events, through: 5)
    world.readModel.behind = world.readModel.items
    try world.project(events)
    #expect(try world.ask(question).body["Version"] == 5)
    #expect(world.readModel.readings == [false])
    #expect(try world.ask(asking(["minSequence": 9])).body["Version"] == 9)
    #expect(try world.ask(asking(["consistent": true])).body["Version"] == 9)
    #expect(world.readModel.readings == [false, true, true])
  }

  @Test("the projection has not come at all yet")
  func unprojected() throws {
    let world = QueryWorld()
    try world.account("account-1", deposits: 2)
    #expect(try world.ask(question).status == 404)
    #expect(try world.ask(asking(["consistent": true])).body["Version"] == 3)
  }

  @Test("an altered summary is not served, one of another fold is until it is replaced")
  func altered() throws {
    let world = QueryWorld()
    let events = try world.account("account-1", deposits: 2)
    try world.project(events)
    let accountID = events[0].aggregateID
    world.readModel.items[accountID]?[ProjectionType.summary.text(of: Account.noun)]?["Balance"] = 1_000_000
    #expect(try world.ask(question).body["Balance"]?.number?.text == "0.2")
    world.readModel.items[accountID]?[ProjectionType.summary.text(of: Account.noun)]?["ProjectionVersion"] = 0
    #expect(try world.ask(question).body["Balance"] == 1_000_000)
    #expect(try world.ask(asking(["consistent": true])).body["Balance"]?.number?.text == "0.2")
  }

  @Test("a summary of another log costs reads and nothing else")
  func foreign() throws {
    let world = QueryWorld()
    let other = QueryWorld()
    try world.account("account-1", deposits: 6)
    let strangers = try other.append("account-1", [QueryWorld.created, QueryWorld.deposit("500")])
    try world.project(strangers)
    #expect(try world.ask(asking(["consistent": true])).body["Balance"]?.number?.text == "0.6")
  }
}
