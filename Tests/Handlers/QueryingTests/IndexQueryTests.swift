import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

@Suite struct IndexQueryTests {
  private func world(partitions: Int) throws -> (QueryWorld, [RecordedEvent]) {
    let world = QueryWorld(partitions: partitions)
    for number in 0..<5 {
      let start = QueryWorld.start.adding(milliseconds: Int64(number) * 400)
      try world.account("account-\(number)", deposits: 12, at: start)
    }
    return (world, world.log.logs.values.joined().sorted { $0.timestamp < $1.timestamp })
  }

  @Test("all events of a type, newest first, page by page, none twice", arguments: [1, 8], [1, 7, 100])
  func byType(partitions: Int, limit: Int) throws {
    let (world, all) = try world(partitions: partitions)
    world.index.hasEmptyPages = true
    let pages = try world.pages([
      "queryType": "getEventsByType", "eventType": "TransactionProcessed", "limit": .number(JSONNumber(limit)),
    ])
    let listed = pages.flatMap { $0["events"]?.array ?? [] }
    let expected = all.filter { $0.type == "TransactionProcessed" }
    #expect(Set(listed) == Set(expected.map { .object($0.detail) }))
    #expect(listed.count == expected.count)
    let times = listed.compactMap { $0["Timestamp"]?.string }
    #expect(times == times.sorted(by: >))
    #expect(pages.count == (60 + limit - 1) / limit)
    #expect(pages.first?["eventType"] == "TransactionProcessed")
  }

  @Test("events of all types between two instants, oldest first", arguments: [1, 8], [1, 9, 1_000])
  func byTimeRange(partitions: Int, limit: Int) throws {
    let (world, all) = try world(partitions: partitions)
    world.index.hasEmptyPages = true
    let from = try #require(Timestamp(rfc3339: "2024-01-15T10:30:00.8Z"))
    let through = try #require(Timestamp(rfc3339: "2024-01-15T10:30:05.2Z"))
    let pages = try world.pages([
      "queryType": "getEventsByTimeRange", "startTime": "2024-01-15T10:30:00.8Z",
      "endTime": "2024-01-15T12:30:05.200000+02:00", "limit": .number(JSONNumber(limit)),
    ])
    let listed = pages.flatMap { $0["events"]?.array ?? [] }
    let expected = all.filter { from <= $0.timestamp && $0.timestamp <= through }
    #expect(Set(listed) == Set(expected.map { .object($0.detail) }))
    #expect(listed.count == expected.count)
    let times = listed.compactMap { $0["Timestamp"]?.string }
    #expect(times == times.sorted())
    #expect(pages.first?["endTime"] == "2024-01-15T12:30:05.200000+02:00")
    #expect(!expected.isEmpty && expected.count < all.count)
  }

  @Test(
    "bounds are inclusive at each number of fraction digits",
    arguments: [
      ("2024-01-15T10:30:00Z", "2024-01-15T10:30:00Z", 1), ("2024-01-15T10:30:00.000Z", "2024-01-15T10:30:00.000Z", 1),
      ("2024-01-15T10:30:00.000000Z", "2024-01-15T10:30:00.000000000Z", 1),
      ("2024-01-15T10:30:00.000000001Z", "2024-01-15T10:30:00.999999999Z", 0),
      ("2024-01-15T10:30:00.000000001Z", "2024-01-15T10:30:01Z", 1),
      ("2024-01-15T10:29:59.999999999Z", "2024-01-15T10:30:01.000000001Z", 2),
      ("2024-01-15T11:30:00+01:00", "2024-01-15T05:30:02-05:00", 3),
    ])
  func bounds(_ start: String, _ end: String, _ count: Int) throws {
    let world = QueryWorld()
    try world.account("account-1", deposits: 3)
    let (_, body) = try world.ask([
      "queryType": "getEventsByTimeRange", "startTime": .string(start), "endTime": .string(end),
    ])
    #expect(body["eventCount"]?.number?.int == count)
  }

  @Test("the limit is 100 unless told otherwise")
  func standardLimit() throws {
    let world = QueryWorld(partitions: 3)
    try world.account("account-1", deposits: 150)
    let (_, body) = try world.ask(["queryType": "getEventsByType", "eventType": "TransactionProcessed"])
    #expect(body["eventCount"] == 100)
    #expect(body["nextToken"] != nil)
    #expect(body["startTime"] == .null)
    #expect(world.index.waves <= 3)
  }

  @Test("three hundred partitions are a handful of round trips, and little more is read than is listed")
  func manyPartitions() throws {
    let world = QueryWorld(partitions: 100)
    for number in 0..<14 { try world.account("account-\(number)", deposits: 10) }
    let (_, body) = try world.ask([
      "queryType": "getEventsByTimeRange", "startTime": "2024-01-01T00:00:00Z", "endTime": "2025-01-01T00:00:00Z",
    ])
    #expect(body["eventCount"] == 100)
    #expect(world.index.waves <= 6)
    #expect(world.index.entriesRead <= 700)
  }

  @Test(
    "an event that cannot be read stands in its place, and those around it are listed", arguments: [1, 3], [1, 4, 100])
  func unreadable(partitions: Int, limit: Int) throws {
    let (world, all) = try world(partitions: partitions)
    let damaged = all[20]
    world.log.unreadable[damaged.eventID] = .malformed(field: "Version", reason: "is missing")
    let pages = try world.pages([
      "queryType": "getEventsByTimeRange", "startTime": "2024-01-01T00:00:00Z", "endTime": "2025-01-01T00:00:00Z",
      "limit": .number(JSONNumber(limit)),
    ])
    let listed = pages.flatMap { $0["events"]?.array ?? [] }
    #expect(listed.count == all.count)
    #expect(
      listed.filter { $0["error"] != nil } == [
        [
          "AggregateId": .string(damaged.aggregateID.text), "EventSequence": damaged.detail["EventSequence"] ?? .null,
          "Timestamp": .string(damaged.timestamp.rfc3339), "error": "Version is missing",
        ]
      ])
    #expect(Set(listed.compactMap { $0["EventId"]?.string }) == Set(all.map(\.eventID)).subtracting([damaged.eventID]))
  }

  @Test("newest first stays newest first while events come in between the pages", arguments: [1, 3, 7])
  func newcomers(limit: Int) throws {
    let (world, all) = try world(partitions: 16)
    var question: JSONObject = [
      "queryType": "getEventsByType", "eventType": "TransactionProcessed", "limit": .number(JSONNumber(limit)),
    ]
    let (_, first) = try world.ask(question)
    // So many that some fall into partitions without a part in the first page.
    try world.account("newcomer", deposits: 40, at: QueryWorld.start.adding(milliseconds: 3_600_000))
    question["nextToken"] = first["nextToken"]
    let listed = (try [first] + world.pages(question)).flatMap { $0["events"]?.array ?? [] }
    let expected = all.filter { $0.type == "TransactionProcessed" }
    #expect(Set(listed) == Set(expected.map { .object($0.detail) }))
    #expect(listed.count == expected.count)
    let times = listed.compactMap { $0["Timestamp"]?.string }
    #expect(times == times.sorted(by: >))
  }

  @Test(
    "of many partitions with large events no more is held than memory allows, and nothing is lost",
    arguments: [true, false])
  func largeEvents(forward: Bool) throws {
    let world = QueryWorld(partitions: 20)
    let note = String(repeating: "x", count: 200_000)
    for number in 0..<3 {
      let start = QueryWorld.start.adding(milliseconds: Int64(number) * 70)
      let deposits = (0..<15).map { _ in QueryWorld.deposit("1", note: note) }
      try world.append("account-\(number)", [QueryWorld.created] + deposits, at: start)
    }
    let all = world.log.logs.values.joined().sorted { $0.timestamp < $1.timestamp }
    let pages = try world.pages(
      forward
        ? [
          "queryType": "getEventsByTimeRange", "startTime": "2024-01-01T00:00:00Z", "endTime": "2025-01-01T00:00:00Z",
          "limit": 1_000,
        ] : ["queryType": "getEventsByType", "eventType": "TransactionProcessed", "limit": 1_000])
    let listed = pages.flatMap { $0["events"]?.array ?? [] }.map { $0["EventId"]?.string }
    #expect(listed == (forward ? all : all.reversed().filter { $0.type == "TransactionProcessed" }).map(\.eventID))
    #expect(world.index.largestWave <= 64)
  }

  @Test("a token that names an event in many partitions is taken back")
  func longToken() throws {
    let world = QueryWorld(partitions: 100)
    for number in 10..<34 {
      try world.account(String(repeating: "\"", count: 254) + String(number), deposits: 3)
    }
    var question: JSONObject = [
      "queryType": "getEventsByTimeRange", "startTime": "2024-01-01T00:00:00Z", "endTime": "2025-01-01T00:00:00Z",
      "limit": 95,
    ]
    let (_, first) = try world.ask(question)
    let token = try #require(first["nextToken"]?.string)
    #expect(token.utf8.count > 16_384)
    question["nextToken"] = .string(token)
    let (status, second) = try world.ask(question)
    #expect(status == 200)
    #expect(second["eventCount"] == 1)
  }
}
