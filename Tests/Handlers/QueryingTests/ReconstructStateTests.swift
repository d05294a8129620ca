import Environment
import EventSourcing
import JSON
import ReadModel
import TestSupport
import Testing

@Suite struct ReconstructStateTests {
  private func ask(_ world: QueryWorld, _ members: JSONObject = [:]) throws -> JSONValue {
    var question: JSONObject = ["queryType": "reconstructState", "aggregateId": "account-1"]
    for (name, value) in members { question[name] = value }
    let (status, body) = try world.ask(question)
    #expect(status == 200)
    return body
  }

  @Test("up to each event, with snapshots and without", arguments: [false, true])
  func upToSequence(hasSnapshots: Bool) throws {
    let world = QueryWorld(pageSize: 7)
    let events = try world.account("account-1", deposits: 29)
    if hasSnapshots { try world.project(events, interval: 10) }
    for sequence in 1...30 {
      let body = try ask(world, ["upToSequence": .number(JSONNumber(sequence))])
      let state = body["reconstructedState"]
      #expect(state?["transactionCount"]?.number?.int == sequence - 1)
      #expect(body["eventsProcessed"]?.number?.int == sequence)
      #expect(body["upToSequence"]?.number?.int == sequence)
    }
    let body = try ask(world)
    #expect(body["reconstructedState"]?["balance"]?.number?.text == "2.9")
    #expect(body["reconstructedState"]?["status"] == "Active")
    #expect(body["upToSequence"] == 30)
  }

  @Test("a snapshot bounds what is read")
  func bounded() throws {
    let world = QueryWorld()
    try world.project(try world.account("account-1", deposits: 999), interval: 100)
    let before = world.log.itemsRead
    _ = try ask(world, ["upToSequence": 950])
    #expect(world.log.itemsRead - before <= 60)
  }

  @Test("a snapshot that was altered, or is of another log, is not built on")
  func damagedSnapshot() throws {
    let world = QueryWorld()
    let events = try world.account("account-1", deposits: 29)
    try world.project(events, interval: 10)
    var snapshots = world.log.snapshots[events[0].aggregateID] ?? []
    snapshots[1].attributes["Balance"] = 77
    world.log.snapshots[events[0].aggregateID] = snapshots
    #expect(try ask(world, ["upToSequence": 25])["reconstructedState"]?["balance"]?.number?.text == "2.4")

    let other = QueryWorld()
    let strangers = try other.append(
      "account-1", [QueryWorld.created] + (0..<29).map { _ in QueryWorld.deposit("7") })
    try other.project(strangers, interval: 10)
    world.log.snapshots = other.log.snapshots
    #expect(try ask(world, ["upToSequence": 25])["reconstructedState"]?["balance"]?.number?.text == "2.4")
  }

  @Test("an unknown aggregate, and sequence 0")
  func unknown() throws {
    let world = QueryWorld()
    #expect(try ask(world)["reconstructedState"]?["status"] == "Unknown")
    try world.account("account-1", deposits: 2)
    let body = try ask(world, ["upToSequence": 0])
    #expect(body["reconstructedState"]?["status"] == "Unknown")
    #expect(body["eventsProcessed"] == 0)
    #expect(
      body["reconstructedState"]?.object?.keys == [
        "aggregateId", "balance", "status", "transactionCount", "accountType", "customerId", "createdAt", "closedAt",
        "lastTransactionAt",
      ])
  }

  @Test(
    "as of an instant, inclusive, with any fraction and offset",
    arguments: [
      // The events are a second apart, from 10:30:00.
      ("2024-01-15T10:29:59.999999999Z", 0), ("2024-01-15T10:30:00Z", 1), ("2024-01-15T10:30:00.999999Z", 1),
      ("2024-01-15T10:30:01.000Z", 2), ("2024-01-15T12:30:01.000000001+02:00", 2), ("2024-01-15T05:30:09-05:00", 10),
      ("9999-12-31T23:59:59Z", 10), ("0000-01-01T00:00:00Z", 0),
    ])
  func asOf(_ text: String, _ sequence: Int) throws {
    let world = QueryWorld(pageSize: 4)
    try world.project(try world.account("account-1", deposits: 9), interval: 3)
    let body = try ask(world, ["asOf": .string(text)])
    #expect(body["upToSequence"]?.number?.int == sequence)
    #expect(body["asOf"] == .string(text))
  }

  @Test("as of an instant in a long log, where many events share their time")
  func asOfInLongLog() throws {
    let world = QueryWorld()
    try world.append("account-1", [QueryWorld.created])
    // Four events a second.
    for second in 0..<250 {
      let time = QueryWorld.start.adding(milliseconds: Int64(second) * 1_000)
      try world.append("account-1", Array(repeating: QueryWorld.deposit("1"), count: 4), at: time, spacing: 0)
    }
    let events = world.log.logs[try AggregateID("account-1")] ?? []
    try world.project(events, interval: 100)
    for place in [0, 255, 256, 257, 700, 1_000] {
      let time = events[place].timestamp
      let before = world.log.itemsRead
      let body = try ask(world, ["asOf": .string(time.rfc3339)])
      #expect(body["upToSequence"]?.number?.int == events.last { $0.timestamp <= time }?.sequence.value)
      #expect(world.log.itemsRead - before < 450)
    }
  }

  @Test("both bounds at once are refused")
  func both() throws {
    let (status, body) = try QueryWorld().ask([
      "queryType": "reconstructState", "aggregateId": "a", "upToSequence": 1, "asOf": "2024-01-15T10:30:00Z",
    ])
    #expect(status == 400)
    #expect(body["field"] == "asOf")
  }
}
