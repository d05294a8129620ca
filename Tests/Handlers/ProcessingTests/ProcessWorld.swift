import EventSourcing
import JSON
import LambdaRuntime
import Processing
import TestSupport
import Transfers

/// One process function over a bank in memory, with its dead-letter queue.
final class ProcessWorld {
  static let queueARN = "arn:aws:sqs:us-east-1:123456789012:event-sourcing-process-x"

  let bank = Bank()
  let deadLetters = RecordedDeadLetters()
  let lines = RecordedLines()

  /// A transfer of 40 from `a`, which has 100, to `b`.
  init(opens payee: Bool = true) throws {
    try bank.open("a", balance: 100)
    if payee { try bank.open("b", balance: 0) }
    try bank.request("transfer", from: "a", to: "b", amount: 40)
  }

  /// The notification of a transfer's event.
  func notification(of transfer: String = "transfer", _ place: Int = 0) throws -> String {
    Delivery.event(try bank.events(of: transfer)[place]).text
  }

  /// Puts an account's events into its log twice.
  ///
  /// - Returns: the log as it was.
  func damage(_ account: String) throws -> [RecordedEvent] {
    let log = try bank.events(of: account)
    bank.log.logs[try AggregateID(account)] = log + log
    return log
  }

  /// Invokes the function with messages that have been in the queue for so many seconds.
  func take(_ bodies: String..., age: Int64 = 0) throws -> JSONValue {
    let sentAt = bank.clock.now().adding(milliseconds: -1_000 * age)
    return try invoke(Delivery.batch(bodies, from: Self.queueARN, sentAt: sentAt))
  }

  /// Invokes the function with an operator's action, and gives back its answer's status and body.
  func act(_ action: JSONObject) throws -> (status: Int?, body: JSONValue) {
    let answer = try invoke(.object(action))
    return (answer["statusCode"]?.number?.int, try JSONValue(parsing: answer["body"]?.string ?? ""))
  }

  func invoke(_ event: JSONValue) throws -> JSONValue {
    let metrics = Metrics(output: lines, clock: bank.clock)
    defer { metrics.flush() }
    let context = InvocationContext(
      requestID: "request-1", logger: Logger(output: lines, clock: bank.clock), metrics: metrics,
      tracer: Tracer(daemonAddress: nil))
    let handler = ProcessHandler(
      runner: bank.runner(on: bank.log, seed: 3),
      deadLetters: try deadLetters.queue(clock: bank.clock, sleeper: RecordingSleeper()), lagSeconds: 60,
      clock: bank.clock)
    return try JSONValue(parsing: try handler.handle(event.serialized(), context: context))
  }
}
