import EventSourcing
import JSON
import LambdaRuntime
import TestSupport
import Testing

/// Log lines say what happened and to which account, and nothing of what was in the command.
@Suite struct CommandLogTests {
  @Test func aCommandThatWasCarriedOut() throws {
    let bench = CommandBench()
    _ = try bench.send(CommandSample.created().setting("correlationId", "c-9"))
    let line = try JSONValue(parsing: try #require(bench.output.logs.first))
    let expected: JSONValue = [
      "timestamp": "2024-01-15T10:30:00.000000Z", "level": "INFO", "message": "The command was carried out",
      "correlationId": "c-9", "aggregateId": "account-123", "sequence": 1, "events": 1, "conflicts": 0,
    ]
    #expect(line == expected)
    #expect(bench.output.logs.count == 1)
  }

  @Test func aCommandThatWasRefused() throws {
    let bench = CommandBench()
    _ = try bench.send(CommandSample.transaction(0))
    _ = try bench.send(CommandSample.transaction(1))
    let fields: [JSONObject] = [
      [
        "reason":
          "Invalid field eventData.amount: must not be zero, and have at most 15 integer and 4 fraction digits"
      ],
      ["aggregateId": "account-123", "type": "BusinessRuleViolation"],
    ]
    for (line, more) in zip(bench.output.logs, fields) {
      var expected: JSONObject = [
        "timestamp": "2024-01-15T10:30:00.000000Z", "level": "WARN", "message": "The command was refused",
      ]
      for (name, value) in more { expected[name] = value }
      #expect(try JSONValue(parsing: line) == .object(expected))
    }
    #expect(bench.output.logs.count == 2)
  }

  /// Values that are found again wherever they turn up: each has the marker or its digits in it.
  private static let marker = "Zq7"
  private static let digits = "86421"

  private static let values: [JSONValue] = [
    "text-Zq7", .decimal("86421.5"), .decimal("86421.98765"), -86421, .decimal("0.86421"), "2024-01-15T10:30:00Zq7",
    ["deep": ["Zq7", 86421]], ["Zq7"], .decimal("86421e200"), .decimal("86421e-200"), .decimal("86421e120"),
    .string(String(repeating: "Zq7", count: 400)), "line\nZq7", "Zq7\u{0}", true, nil,
  ]
  private static let fields = [
    "accountId", "customerId", "accountType", "createdAt", "overdraftLimit", "transactionId", "amount", "type",
    "timestamp", "closedAt", "reason", "unknown",
  ]

  @Test("no value of eventData is ever logged", arguments: 0..<400 as Range<UInt64>)
  func noValueIsLogged(seed: UInt64) throws {
    let random = SeededRandomness(seed: seed)
    let bench = CommandBench()
    var messages: [String] = []
    if random.below(4) > 0 { try bench.open(overdraftLimit: .decimal("86421.25")) }
    if random.below(5) == 0 {
      let kinds: [EventStoreError.Kind] = [.unavailable, .deadlineExceeded, .unstorable(path: "EventData.amount")]
      let failure = EventStoreError(kinds[random.below(kinds.count)], "the store failed")
      bench.memory.beforeAppend = { _ throws(EventStoreError) in throw failure }
    }
    for _ in 0..<4 {
      let command = Self.command(random)
      for _ in 0...random.below(2) {
        do { _ = try bench.send(command) } catch let error as FunctionError { messages.append(error.description) }
      }
    }
    #expect(!bench.output.logs.isEmpty || !messages.isEmpty)
    for line in bench.output.logs + messages {
      #expect(!line.contains(Self.marker) && !line.contains(Self.digits))
    }
  }

  private static func command(_ random: SeededRandomness) -> JSONValue {
    let samples = [
      CommandSample.created(overdraftLimit: .decimal("86421.25")),
      CommandSample.transaction(.decimal("86421.5"), id: "tx-Zq7"),
      CommandSample.transaction(.decimal("-86421.75"), id: "Zq7-tx", type: "withdrawal"), CommandSample.closed,
    ]
    var command = samples[random.below(samples.count)]
    for _ in 0..<random.below(3) {
      let field = fields[random.below(fields.count)]
      command = command.setting("eventData.\(field)", values[random.below(values.count)])
    }
    if random.below(4) == 0 { command = CommandSample.several(command, samples[random.below(samples.count)]) }
    return command
  }
}
