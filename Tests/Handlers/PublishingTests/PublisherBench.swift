import AWSCore
import Environment
import EventBridge
import EventSourcing
import JSON
import Publishing
import SQS
import TestSupport

@testable import LambdaRuntime

/// The publisher function between a scripted stream and a scripted bus.
final class PublisherBench {
  static let tableARN = "arn:aws:dynamodb:us-east-1:123456789012:table/event-store-x"

  let clock = ManualClock()
  let sleeper: RecordingSleeper
  /// The store, where it is one in memory.
  let memory: InMemoryEventStore?
  let aws = BusAndQueue()
  let output = RecordedLines()
  private let handler: PublisherHandler

  convenience init(pageSize: Int = .max, seed: UInt64 = 5) throws {
    try self.init(InMemoryEventStore(pageSize: pageSize), seed: seed)
  }

  init(_ store: any EventStore, seed: UInt64 = 5) throws {
    sleeper = RecordingSleeper(clock: clock)
    memory = store as? InMemoryEventStore
    let randomness = SeededRandomness(seed: seed)
    let (transport, clock, sleeper) = (aws.transport, clock, sleeper)
    func client(_ service: AWSService) throws -> AWSClient {
      AWSClient(
        configuration: try AWSClientConfiguration(service: service, environment: LocalAWS.scripted),
        transport: transport, clock: clock, sleeper: sleeper, randomness: randomness)
    }
    let settings = PublisherSettings(
      source: "event-sourcing.financial", eventBusName: "event-sourcing-bus-x", eventStoreARN: Self.tableARN,
      deadLetterQueueURL: "https://sqs/1/dlq")
    handler = PublisherHandler(
      store: store,
      publisher: EventPublisher(
        client: EventBridgeClient(client: try client(.eventBridge)), settings: settings, clock: clock),
      deadLetters: DeadLetterQueue(
        client: SQSClient(client: try client(.sqs)), queueURL: settings.deadLetterQueueURL),
      clock: clock, sleeper: sleeper)
  }

  /// - Parameter seconds: what the invocation has.
  func send(_ event: JSONValue, seconds: Int64? = 30, traceHeader: String? = nil) throws -> JSONValue {
    try send(text: event.text, seconds: seconds, traceHeader: traceHeader)
  }

  func send(text: String, seconds: Int64? = 30, traceHeader: String? = nil) throws -> JSONValue {
    let tracer = Tracer(daemonAddress: nil)
    tracer.begin(traceHeader)
    let metrics = Metrics(output: output, clock: clock, function: "publisher")
    defer { metrics.flush() }
    let context = InvocationContext(
      requestID: "request-1", deadline: seconds.map { clock.now().adding(milliseconds: $0 * 1_000) },
      traceHeader: traceHeader, logger: Logger(output: output, clock: clock), metrics: metrics, tracer: tracer)
    return try JSONValue(parsing: handler.handle(Array(text.utf8), context: context))
  }

  /// Sends a stream batch, and says which records have to come again.
  func publish(_ records: [JSONValue], seconds: Int64? = 30, traceHeader: String? = nil) throws -> [String] {
    let answer = try send(["Records": .array(records)], seconds: seconds, traceHeader: traceHeader)
    return (answer["batchItemFailures"]?.array ?? []).compactMap { $0["itemIdentifier"]?.string }
  }

  /// The sequences on the bus, in the order in which they got there.
  var sequences: [Int] { aws.details.compactMap { $0["EventSequence"]?.number?.int } }
}
