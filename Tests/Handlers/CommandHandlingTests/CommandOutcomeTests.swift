import EventSourcing
import JSON
import TestSupport
import Testing

/// What a command comes to, as the contract's table of answers has it.
@Suite struct CommandOutcomeTests {
  private let bench = CommandBench()

  @Test func appended() throws {
    try bench.open()
    bench.clock.advance(milliseconds: 1_500)
    let reply = try bench.send(CommandSample.transaction().setting("userId", "u-1").setting("correlationId", "c-1"))
    let event = try #require(bench.log.last)
    #expect(reply.status == 200)
    let expected: JSONValue = [
      "eventId": .string(event.eventID), "aggregateId": "account-123", "sequence": 2,
      "timestamp": "2024-01-15T10:30:01.500000Z", "eventType": "TransactionProcessed", "commandId": "tx-789",
    ]
    #expect(reply.body == expected)
    #expect(event.userID == "u-1" && event.correlationID == "c-1" && event.commandID == "tx-789")
    #expect(bench.output.metrics["CommandsByOutcome Appended"] == 1)
    #expect(bench.output.metrics["EventsAppended"] == 1)
    #expect(bench.output.metrics["AppendLatencyMilliseconds"] == 0)
    #expect(bench.output.metrics.count == 3)
  }

  @Test func defaults() throws {
    let reply = try bench.send(CommandSample.created().setting("events", .null).setting("commandId", .null))
    let event = try #require(bench.log.last)
    #expect(event.userID == "system" && event.correlationID == event.eventID && event.commandID == nil)
    #expect(reply.body["commandId"] == .null)
    #expect(reply.body["events"] == nil)
  }

  @Test func unknownFieldsAreKept() throws {
    let extra: JSONValue = ["é": [1, nil, "x"], "e\u{301}": ["deep": true]]
    _ = try bench.send(CommandSample.created().setting("eventData.extra", extra))
    #expect(bench.log.last?.data["extra"] == extra)
  }

  @Test func severalEventsAtOnce() throws {
    let command = CommandSample.several(
      CommandSample.created(), CommandSample.transaction(100, id: "a"), CommandSample.transaction(-30, id: "b"),
      CommandSample.closed)
    let reply = try bench.send(command)
    #expect(reply.status == 200)
    #expect(reply.body["sequence"] == 4)
    #expect(reply.body["eventType"] == "AccountClosed")
    #expect(reply.body["commandId"] == .null)
    let expected = bench.log.map { event -> JSONValue in
      [
        "eventId": .string(event.eventID), "sequence": .number(JSONNumber(event.sequence.value)),
        "eventType": .string(event.type),
      ]
    }
    #expect(reply.body["events"] == .array(expected))
    #expect(bench.log.map(\.commandID) == [nil, "a", "b", nil])
    #expect(bench.output.metrics["EventsAppended"] == 4)
  }

  // MARK: Idempotency

  @Test func theSameCommandAgain() throws {
    try bench.open()
    let first = try bench.send(CommandSample.transaction(.decimal("100.5")))
    bench.clock.advance(milliseconds: 7_200_000)
    bench.output.forget()
    let again = try bench.send(CommandSample.transaction(.decimal("100.5")))
    #expect(again.status == 200)
    #expect(again.body == first.body.setting("duplicate", true))
    #expect(bench.log.count == 2)
    #expect(bench.output.metrics == ["CommandsByOutcome Duplicate": 1, "Duplicates": 1])
  }

  /// Another spelling of the same numbers, another order of members: the same content.
  @Test func theSameContentInOtherWords() throws {
    let first = #"{"aggregateId":"a-1","commandId":"c","eventType":"AccountCreated","eventData":{"a":100.50,"b":1}}"#
    let again = #"{"eventData":{"b":1.0,"a":1.005e2},"eventType":"AccountCreated","commandId":"c","aggregateId":"a-1"}"#
    _ = try bench.send(text: first)
    #expect(try bench.send(text: again).body["duplicate"] == true)
  }

  @Test func aBatchUnderOneKey() throws {
    let command = CommandSample.several(CommandSample.created(), CommandSample.transaction())
      .setting("commandId", "c-1")
    let first = try bench.send(command)
    #expect(first.body["commandId"] == "c-1")
    #expect(bench.log.map(\.commandID) == ["c-1", "c-1"])
    #expect(try bench.send(command).body == first.body.setting("duplicate", true))
    #expect(bench.log.count == 2)
  }

  @Test func aBatchUnderTheKeysOfItsTransactions() throws {
    try bench.open()
    let command = CommandSample.several(
      CommandSample.transaction(1, id: "a"), CommandSample.transaction(2, id: "b"))
    let first = try bench.send(command)
    #expect(try bench.send(command).body == first.body.setting("duplicate", true))
    for id in ["a", "b"] {
      let alone = try bench.send(CommandSample.transaction(id == "a" ? 1 : 2, id: .string(id)))
      #expect(alone.status == 409)
      #expect(alone.body["type"] == "CommandIdReused")
    }
    #expect(bench.log.count == 3)
  }

  @Test func theCommandIDComesBeforeTheTransactionID() throws {
    try bench.open()
    for key in ["c-1", "c-2"] {
      let reply = try bench.send(CommandSample.transaction().setting("commandId", .string(key)))
      #expect(reply.status == 200)
      #expect(reply.body["commandId"] == .string(key))
      #expect(reply.body["duplicate"] == nil)
    }
    #expect(bench.log.count == 3)
  }

  @Test(arguments: ["eventData.amount", "eventData.extra", "userId"])
  func otherContentUnderAUsedKey(path: String) throws {
    try bench.open()
    _ = try bench.send(CommandSample.transaction())
    bench.output.forget()
    let value: JSONValue = path == "userId" ? "somebody else" : 7
    let reply = try bench.send(CommandSample.transaction().setting(path, value))
    #expect(reply.status == 409)
    let expected: JSONValue = [
      "error": #"The commandId "tx-789" was used for a command with other content"#, "type": "CommandIdReused",
      "commandId": "tx-789",
    ]
    #expect(reply.body == expected)
    #expect(bench.log.count == 2)
    #expect(bench.output.metrics == ["CommandsByOutcome CommandIdReused": 1])
  }

  /// Another correlation is the same command: a retry has a trace of its own.
  @Test func anotherCorrelationIsTheSameCommand() throws {
    try bench.open()
    _ = try bench.send(CommandSample.transaction())
    #expect(try bench.send(CommandSample.transaction().setting("correlationId", "x")).body["duplicate"] == true)
  }

  @Test func withoutAKeyItIsDoneAgain() throws {
    try bench.open()
    for _ in 0..<2 { #expect(try bench.send(CommandSample.transaction(id: nil)).status == 200) }
    #expect(bench.log.count == 3)
  }

  // MARK: Concurrency

  @Test(arguments: [0, 2, 1_000_000_000_000_000])
  func theExpectedSequenceIsNotThere(expected: Int) throws {
    try bench.open()
    let reply = try bench.send(
      CommandSample.transaction().setting("expectedSequence", .number(JSONNumber(expected))))
    #expect(reply.status == 409)
    let body: JSONValue = [
      "error": .string("Expected the aggregate's last sequence to be \(expected), and it is 1"),
      "type": "ConcurrencyConflict", "expectedSequence": .number(JSONNumber(expected)), "actualSequence": 1,
    ]
    #expect(reply.body == body)
    #expect(bench.log.count == 1)
    #expect(bench.output.metrics == ["CommandsByOutcome ConcurrencyConflict": 1, "Conflicts": 1])
  }

  @Test(arguments: ["1", "1.0", "10e-1"])
  func theExpectedSequenceIsThere(text: String) throws {
    try bench.open()
    let command = CommandSample.transaction().setting("expectedSequence", try JSONValue(parsing: text))
    #expect(try bench.send(command).status == 200)
  }

  @Test func anotherWriterComesFirstNowAndThen() throws {
    try bench.open()
    var left = 3
    bench.memory.beforeAppend = { [bench] _ in
      if left > 0 { try? bench.letAnotherWriterCome() }
      left -= 1
    }
    let reply = try bench.send(CommandSample.transaction())
    #expect(reply.status == 200)
    #expect(reply.body["sequence"] == 5)
    #expect(bench.output.metrics["Conflicts"] == 3)
    #expect(bench.output.metrics["CommandsByOutcome Appended"] == 1)
  }

  @Test func anotherWriterAlwaysComesFirst() throws {
    try bench.open()
    bench.memory.beforeAppend = { [bench] _ in try? bench.letAnotherWriterCome() }
    let reply = try bench.send(CommandSample.transaction())
    #expect(reply.status == 409)
    #expect(reply.body["type"] == "ConcurrencyConflict")
    let expected = try #require(reply.body["expectedSequence"]?.number?.int)
    let actual = try #require(reply.body["actualSequence"]?.number?.int)
    #expect(actual == bench.log.count && expected < actual)
    #expect(bench.sleeper.sleeps.count == ConflictRetry.maximumConflicts - 1)
    #expect(!bench.log.contains { $0.commandID == "tx-789" })
  }

  @Test func noTryIsBegunShortlyBeforeTheDeadline() throws {
    try bench.open()
    bench.memory.beforeAppend = { [bench] _ in try? bench.letAnotherWriterCome() }
    let reply = try bench.send(
      CommandSample.transaction(), deadline: bench.clock.now().adding(milliseconds: ConflictRetry.reserve - 1))
    #expect(reply.status == 409)
    #expect(bench.sleeper.sleeps.isEmpty)
  }
}
