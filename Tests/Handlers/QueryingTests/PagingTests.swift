import Accounts
import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

@Suite struct PagingTests {
  @Test("the audit trail, page by page, ends where the summary stands", arguments: [1, 3, 10, 1_000])
  func auditTrail(limit: Int) throws {
    let world = QueryWorld()
    world.readModel.pageSize = 4
    let events = try world.account("account-1", deposits: 9)
    try world.project(events, through: 8)
    // Half of a projection's write: the audit item is in, the summary is not.
    let item = ReadModelItem(auditing: events[8], noun: Account.noun)
    world.readModel.items[item.aggregateID]?[item.projection.text(of: Account.noun)] = item.attributes
    let pages = try world.pages([
      "queryType": "getAuditTrail", "accountId": "account-1", "limit": .number(JSONNumber(limit)),
    ])
    let listed = pages.flatMap { $0["Events"]?.array ?? [] }
    #expect(listed.map { $0["EventId"]?.string } == events.prefix(8).map(\.eventID))
    #expect(pages.count == (8 + limit - 1) / limit)
    #expect(listed.first?.object?.keys == ["EventId", "EventType", "Timestamp", "Data"])
    #expect(pages.first?["Version"] == 8)
    #expect(pages.first?["LastEventId"] == .string(events[7].eventID))
    #expect(pages.first?["ProjectionType"] == "AuditTrail")
  }

  @Test(
    "a hole in the audit trail is said in its place, and nothing is listed twice", arguments: [1, 2, 4, 1_000],
    [3, 1_000])
  func hole(limit: Int, pageSize: Int) throws {
    let world = QueryWorld()
    world.readModel.pageSize = pageSize
    let events = try world.account("account-1", deposits: 16)
    try world.project(events)
    for place in [1, 4, 5, 6, 11, 17] {
      world.readModel.items[events[0].aggregateID]?[
        ProjectionType.auditTrail(events[place - 1].sequence).text(of: Account.noun)] = nil
    }
    let pages = try world.pages([
      "queryType": "getAuditTrail", "accountId": "account-1", "limit": .number(JSONNumber(limit)),
    ])
    let listed = pages.flatMap { $0["Events"]?.array ?? [] }
    #expect(
      listed.compactMap { $0["EventId"]?.string }
        == events.filter { ![1, 4, 5, 6, 11, 17].contains($0.sequence.value) }.map(\.eventID))
    let holes = listed.filter { $0["error"] != nil }
    var missing: [Int] = []
    for hole in holes {
      #expect(hole["EventId"] == .null)
      missing += try Array(#require(hole["FirstSequence"]?.number?.int)...#require(hole["LastSequence"]?.number?.int))
    }
    #expect(missing == [1, 4, 5, 6, 11, 17])
    #expect(pages.allSatisfy { ($0["Events"]?.array?.count ?? 0) <= limit })
  }

  @Test("what only a reading that is not consistent lacks is no hole")
  func lateItems() throws {
    let world = QueryWorld()
    let events = try world.account("account-1", deposits: 9)
    try world.project(events)
    world.readModel.behind = world.readModel.items
    for event in events.suffix(3) {
      world.readModel.behind?[event.aggregateID]?[ProjectionType.auditTrail(event.sequence).text(of: Account.noun)] =
        nil
    }
    let body = try world.ask(["queryType": "getAuditTrail", "accountId": "account-1"]).body
    #expect(body["Events"]?.array?.map { $0["EventId"]?.string } == events.map(\.eventID))
    #expect(world.readModel.readings == [false, false, true])
  }

  @Test("what has no place in the audit trail is passed over", arguments: [1, 2, 100])
  func strangers(limit: Int) throws {
    let world = QueryWorld()
    let events = try world.account("account-1", deposits: 4)
    try world.project(events)
    for place in [2, 3] {
      let key = ProjectionType.auditTrail(events[place - 1].sequence).text(of: Account.noun)
      world.readModel.items[events[0].aggregateID]?[key + "x"] = ["ProjectionType": .string(key + "x")]
    }
    let pages = try world.pages([
      "queryType": "getAuditTrail", "accountId": "account-1", "limit": .number(JSONNumber(limit)),
    ])
    let listed = pages.flatMap { $0["Events"]?.array ?? [] }
    #expect(listed.map { $0["EventId"]?.string } == events.map(\.eventID))
  }

  @Test("an account without a summary has no audit trail")
  func noAuditTrail() throws {
    #expect(try QueryWorld().ask(["queryType": "getAuditTrail", "accountId": "account-1"]).status == 404)
  }

  @Test("the events of an aggregate, from anywhere, page by page", arguments: [1, 2, 7, 20], [1, 4])
  func aggregateEvents(limit: Int, from: Int) throws {
    let world = QueryWorld(pageSize: 5)
    let events = try world.account("account-1", deposits: 19)
    let pages = try world.pages([
      "queryType": "getAggregateEvents", "aggregateId": "account-1", "fromSequence": .number(JSONNumber(from)),
      "limit": .number(JSONNumber(limit)),
    ])
    let listed = pages.flatMap { $0["events"]?.array ?? [] }
    #expect(listed == events.dropFirst(from - 1).map { .object($0.detail) })
    #expect(pages.allSatisfy { $0["eventCount"]?.number?.int == $0["events"]?.array?.count })
    #expect(pages.count == (21 - from + limit - 1) / limit)
  }

  @Test("no answer outgrows 6 MB, and nothing is lost: text that doubles when escaped")
  func budget() throws {
    let world = QueryWorld()
    let note = String(repeating: "\"\\", count: 60_000)
    let news = [QueryWorld.created] + (0..<12).map { _ in QueryWorld.deposit("1", note: note) }
    let events = try world.append("account-1", news)
    var question: JSONObject = ["queryType": "getAggregateEvents", "aggregateId": "account-1"]
    var count = 0
    var answers = 0
    while answers < 50 {
      let answer = try world.invoke(.object(question))
      answers += 1
      #expect(answer.serialized().count < 6_000_000)
      let body = try JSONValue(parsing: answer["body"]?.string ?? "")
      count += body["events"]?.array?.count ?? 0
      guard let token = body["nextToken"] else { break }
      question["nextToken"] = token
    }
    #expect(count == events.count)
    #expect(answers == 2)
  }

  @Test("no answer to a load balancer outgrows the 1 MB that it takes")
  func loadBalancer() throws {
    let world = QueryWorld()
    let note = String(repeating: "\"\\", count: 20_000)
    let news = [QueryWorld.created] + (0..<12).map { _ in QueryWorld.deposit("1", note: note) }
    let events = try world.append("account-1", news)
    var question: JSONObject = ["queryType": "getAggregateEvents", "aggregateId": "account-1"]
    var count = 0
    for _ in 0..<50 {
      let answer = try world.invoke([
        "requestContext": ["elb": ["targetGroupArn": "arn"]], "httpMethod": "POST", "path": "/queries", "headers": [:],
        "body": .string(JSONValue.object(question).text), "isBase64Encoded": false,
      ])
      #expect(answer.serialized().count < 1_000_000)
      let body = try JSONValue(parsing: answer["body"]?.string ?? "")
      count += body["events"]?.array?.count ?? 0
      guard let token = body["nextToken"] else { break }
      question["nextToken"] = token
    }
    #expect(count == events.count)
  }
}
