import AWSCore
import CommandHandling
import DynamoDB
import EventSourcing
import EventStore
import JSON
import LambdaRuntime
import TestSupport
import Testing

/// What is not the caller's to mend fails the invocation, and what is too large is refused before anything is written.
@Suite struct CommandFailureTests {
  @Test(
    arguments: [
      (EventStoreError(.unavailable, "no"), "EventStoreUnavailable"),
      (EventStoreError(.unavailable, "no", mayHaveExecuted: true), "OutcomeUnknown"),
      (EventStoreError(.refused, "no"), "EventStoreRefused"),
      (EventStoreError(.deadlineExceeded, "no"), "DeadlineExceeded"),
      (EventStoreError(.deadlineExceeded, "no", mayHaveExecuted: true), "OutcomeUnknown"),
      (EventStoreError(.corrupt(sequence: .zero.next, reason: "r"), "no"), "EventLogDamaged"),
      (
        EventStoreError(
          .unreadable(sequence: .zero.next, .unsupportedVersion(type: "T", version: "9.0", newest: "1.0")), "no"),
        "UnsupportedEventVersion"
      ),
    ])
  func failuresOfTheStore(failure: EventStoreError, type: String) throws {
    let bench = CommandBench()
    bench.memory.beforeAppend = { _ throws(EventStoreError) in throw failure }
    let error = #expect(throws: FunctionError.self) { try bench.send(CommandSample.created()) }
    #expect(error?.type == type)
    #expect(error?.message == "no")
    #expect(bench.output.metrics == ["CommandsByOutcome \(type)": 1])
  }

  /// The write is in and its answer lost: the caller hears of neither success nor refusal, and the retry tells.
  @Test func aLostAnswerIsFoundOutByTheSameCommand() throws {
    let bench = CommandBench()
    bench.memory.afterAppend = { _ throws(EventStoreError) in
      throw EventStoreError(.unavailable, "no", mayHaveExecuted: true)
    }
    let command = CommandSample.created().setting("commandId", "c-1")
    #expect(throws: FunctionError.self) { try bench.send(command) }
    bench.memory.afterAppend = nil
    let reply = try bench.send(command)
    #expect(reply.status == 200)
    #expect(reply.body["duplicate"] == true)
    #expect(bench.log.count == 1)
  }

  @Test func aDamagedLogIsNotWrittenTo() throws {
    let bench = CommandBench()
    try bench.open()
    for number in 0..<3 { _ = try bench.send(CommandSample.transaction(1, id: .string("t\(number)"))) }
    let identifier = try AggregateID("account-123")
    bench.memory.logs[identifier]?.remove(at: 1)
    let error = #expect(throws: FunctionError.self) { try bench.send(CommandSample.transaction(1, id: "after")) }
    #expect(error?.type == "EventLogDamaged")
    #expect(bench.log.count == 3)
  }

  @Test func unstorableHasItsOwnWordsAndItsField() throws {
    let bench = CommandBench()
    bench.memory.beforeAppend = { _ throws(EventStoreError) in
      throw EventStoreError(.unstorable(path: "EventData.x"), "EventData.x: too deep")
    }
    let reply = try bench.send(CommandSample.created())
    #expect(reply.status == 400)
    let expected: JSONValue = [
      "error": "The command holds a value that cannot be stored: EventData.x: too deep", "type": "ValidationError",
      "field": "EventData.x",
    ]
    #expect(reply.body == expected)
  }

  // MARK: Too large, measured by the real store before anything is sent

  private func reply(to command: JSONValue) throws -> (CommandBench.Reply, requests: Int) {
    let transport = ScriptedTransport([.response(500)])
    let clock = ManualClock()
    let sleeper = RecordingSleeper(clock: clock)
    let randomness = SeededRandomness(seed: 3)
    let client = AWSClient(
      configuration: try AWSClientConfiguration(service: .dynamoDB, environment: LocalAWS.scripted),
      transport: transport, clock: clock, sleeper: sleeper, randomness: randomness)
    let store = DynamoDBEventStore(
      client: DynamoDBClient(client: client),
      tables: EventStoreTables(events: "events", journal: "journal", copies: .readModel(table: "read-model")),
      shards: .single, clock: clock, sleeper: sleeper, randomness: randomness)
    return (try CommandBench(store).send(command), transport.requests.count)
  }

  @Test func anEventBeyondDynamoDBsItem() throws {
    let text = JSONValue.string(String(repeating: "x", count: 400 * 1_024))
    let (reply, requests) = try reply(to: CommandSample.created().setting("eventData.note", text))
    #expect(reply.status == 400)
    #expect(requests == 0)
    #expect(reply.body["type"] == "ValidationError")
    let error = try #require(reply.body["error"]?.string)
    #expect(error.hasPrefix("The command is too large to be stored: 41"))
    #expect(error.hasSuffix(" bytes in event 1, and at most 409600 are possible"))
  }

  @Test func aBatchBeyondOneTransaction() throws {
    let note = JSONValue.string(String(repeating: "x", count: 390 * 1_024))
    let events = (0..<11).map { number in
      CommandSample.transaction(1, id: .string("t\(number)")).setting("eventData.note", note)
    }
    var command = CommandSample.several(CommandSample.created())
    command = command.setting("events", .array((command["events"]?.array ?? []) + events.map(Self.part)))
    let (reply, requests) = try reply(to: command)
    #expect(reply.status == 400)
    #expect(requests == 0)
    #expect(
      reply.body["error"]?.string?.hasSuffix(" bytes in one transaction, and at most 4194304 are possible") == true)
  }

  private static func part(_ command: JSONValue) -> JSONValue {
    ["eventType": command["eventType"] ?? nil, "eventData": command["eventData"] ?? nil]
  }
}
