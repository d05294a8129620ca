import Accounts
import CommandHandling
import Environment
import EventSourcing
import JSON
import LambdaRuntime
import TestSupport
import Transfers

/// The command function over an event store in memory.
final class CommandBench {
  let clock = ManualClock()
  let memory: InMemoryEventStore
  let output = RecordedLines()
  let sleeper: RecordingSleeper
  private let handler: CommandHandler
  private let randomness = SeededRandomness(seed: 11)

  /// - Parameters:
  ///   - store: instead of the one in memory.
  ///   - servesTransfers: whether the process's domain is served beside the accounts.
  init(_ store: (any EventStore)? = nil, servesTransfers: Bool = false) {
    memory = InMemoryEventStore(clock: clock)
    sleeper = RecordingSleeper(clock: clock)
    let store = store ?? memory
    let transfers = DomainCommands(
      execution: CommandExecution<Transfer>(
        store: store, clock: clock, sleeper: sleeper, randomness: randomness, journalRetention: .standard),
      clock: clock)
    handler = CommandHandler(
      DomainCommands(
        execution: CommandExecution<Account>(
          store: store, clock: clock, sleeper: sleeper, randomness: randomness, journalRetention: .standard),
        clock: clock), servesTransfers ? [transfers] : [])
  }

  /// What the function answered.
  struct Reply {
    /// The whole answer.
    let json: JSONValue
    /// The answer's body, read; null where it is empty, as a HEAD wants it.
    let body: JSONValue

    var status: Int? { json["statusCode"]?.number?.int }
  }

  /// Has one event handled; the metrics are written as at the end of an invocation.
  func send(_ event: JSONValue, deadline: Timestamp? = nil) throws -> Reply {
    try send(text: event.text, deadline: deadline)
  }

  func send(text: String, deadline: Timestamp? = nil) throws -> Reply {
    try send(bytes: Array(text.utf8), deadline: deadline)
  }

  func send(bytes: [UInt8], deadline: Timestamp? = nil) throws -> Reply {
    let logger = Logger(output: output, clock: clock)
    let metrics = Metrics(output: output, clock: clock, function: "command")
    defer { metrics.flush() }
    let context = InvocationContext(
      requestID: "request-1", deadline: deadline, logger: logger, metrics: metrics, tracer: Tracer(daemonAddress: nil))
    let json = try JSONValue(parsing: handler.handle(bytes, context: context))
    let body = json["body"]?.string ?? ""
    return Reply(json: json, body: body.isEmpty ? .null : try JSONValue(parsing: body))
  }

  /// An account with `account-123` as its name, and no log lines or metrics of it.
  func open(overdraftLimit: JSONValue = 0) throws {
    _ = try send(CommandSample.created(overdraftLimit: overdraftLimit))
    output.forget()
  }

  var log: [RecordedEvent] { memory.logs.values.first ?? [] }

  /// Another writer's deposit of 1 behind the log's end.
  func letAnotherWriterCome() throws {
    let identifier = try AggregateID("account-123")
    let head = memory.logs[identifier]?.last?.head ?? .empty
    let event = RecordedEvent(
      NewEvent(type: "TransactionProcessed", version: "1.0", data: ["amount": 1]), eventID: randomness.uuid(),
      aggregateID: identifier, after: head, at: clock.now(),
      metadata: EventMetadata(commandID: nil, userID: "system", correlationID: nil))
    memory.logs[identifier, default: []].append(event)
  }
}
