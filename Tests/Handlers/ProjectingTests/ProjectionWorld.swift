import Accounts
import Environment
import EventSourcing
import JSON
import LambdaRuntime
import Projecting
import ReadModel
import TestSupport

/// One projection function over a log and a read model in memory, with its dead-letter queue.
final class ProjectionWorld {
  static let queueARN = "arn:aws:sqs:us-east-1:123456789012:event-sourcing-projection-x"
  static let deadLetterARN = RecordedDeadLetters.arn

  let clock = ManualClock()
  let sleeper: RecordingSleeper
  let log = InMemoryEventStore()
  let readModel = InMemoryReadModel()
  let projector: Projector<Account>
  let lines = RecordedLines()
  /// Where a rebuild of all accounts is kept, and what its parts go on through.
  let progress = InMemoryProgressStore()
  let parts: SimulatedQueue
  private let deadLetters = RecordedDeadLetters()
  /// The letters in the dead-letter queue.
  var letters: [JSONValue] { deadLetters.letters }
  /// What the dead-letter queue answers; nil where it takes the letter.
  var refusal: ScriptedTransport.Answer? {
    get { deadLetters.refusal }
    set { deadLetters.refusal = newValue }
  }

  init(snapshotInterval: Int = 3, sliceSize: Int = 4) throws {
    sleeper = RecordingSleeper(clock: clock)
    parts = SimulatedQueue(clock: clock)
    projector = Projector(
      log: log, readModel: readModel, clock: clock, sleeper: sleeper, randomness: SeededRandomness(seed: 1),
      settings: try .small(snapshotInterval: snapshotInterval, sliceSize: sliceSize))
    log.summary = { [readModel] accountID in .success(readModel.items[accountID]?["AccountSummary"]) }
  }

  /// Adds an account's log to the store.
  func store(_ name: String, events: Int, seed: UInt64 = 3) throws -> [RecordedEvent] {
    let events = try Logs.account(name, events: events, random: SeededRandomness(seed: seed))
    if let accountID = events.first?.aggregateID { log.logs[accountID] = events }
    return events
  }

  func summary(of name: String) throws -> JSONObject? {
    readModel.items[try AggregateID(name)]?["AccountSummary"]
  }

  /// Projects what one notice asks for.
  @discardableResult
  func project(
    _ notice: Notice, deadline: Timestamp? = nil
  ) -> (verdict: ProjectionReport.Verdict?, report: ProjectionReport?) {
    let report = projector.project([ProjectionDemand(notice)], deadline: deadline).first
    return (report?.verdict(on: notice), report)
  }

  /// Invokes the function.
  func invoke(_ event: JSONValue, as requestID: String = "request-1", deadline: Timestamp? = nil) throws -> JSONValue {
    let metrics = Metrics(output: lines, clock: clock)
    let context = InvocationContext(
      requestID: requestID, deadline: deadline, logger: Logger(output: lines, clock: clock), metrics: metrics,
      tracer: Tracer(daemonAddress: nil))
    defer { metrics.flush() }
    let handler = ProjectionHandler(
      projector: DomainProjector(projector), deadLetters: try deadLetters.queue(clock: clock, sleeper: sleeper),
      index: log,
      progress: progress,
      queue: parts, clock: clock, sleeper: sleeper, randomness: SeededRandomness(seed: 1))
    return try JSONValue(parsing: try handler.handle(event.serialized(), context: context))
  }

  /// An event as EventBridge delivers it.
  static func delivery(_ event: RecordedEvent, replay: String? = nil) -> JSONValue {
    Delivery.event(event, replay: replay)
  }

  /// Messages as SQS delivers them.
  ///
  /// - Parameter age: how long they have been in the queue, in seconds.
  func queue(_ bodies: [JSONValue], from queueARN: String = queueARN, age: Int64 = 0) -> JSONValue {
    queue(bodies.map(\.text), from: queueARN, age: age)
  }

  func queue(_ bodies: [String], from queueARN: String = queueARN, age: Int64 = 0) -> JSONValue {
    Delivery.batch(bodies, from: queueARN, sentAt: clock.now().adding(milliseconds: -1_000 * age))
  }
}
