import Accounts
import Environment
import EventSourcing
import JSON
import LambdaRuntime
import Projecting
import ReadModel
import TestSupport

/// One projection function over a log and a read model in memory.
final class ProjectionWorld {
  let clock = ManualClock()
  let sleeper: RecordingSleeper
  let log = InMemoryEventStore()
  let readModel = InMemoryReadModel()
  let projector: AccountProjector
  let lines = LogLines()
  /// What rebuildAll finds the accounts by; nil for the log itself.
  var index: (any EventIndex)?

  init(snapshotInterval: Int = 3, sliceSize: Int = 4) throws {
    sleeper = RecordingSleeper(clock: clock)
    projector = AccountProjector(
      log: log, readModel: readModel, clock: clock, sleeper: sleeper, randomness: SeededRandomness(seed: 1),
      settings: try ProjectionScenario.settings(snapshotInterval: snapshotInterval, sliceSize: sliceSize))
  }

  /// Adds an account's log to the store.
  func store(_ name: String, events: Int, seed: UInt64 = 3) throws -> [RecordedEvent] {
    let events = try AccountLog.make(name, events: events, random: SeededRandomness(seed: seed))
    if let accountID = events.first?.aggregateID { log.logs[accountID] = events }
    return events
  }

  func summary(of name: String) throws -> JSONObject? {
    readModel.items[try AggregateID(name)]?[ProjectionType.summary.text(of: Account.noun)]
  }

  /// Invokes the function.
  func invoke(_ event: JSONValue, deadline: Timestamp? = nil) throws -> JSONValue {
    let metrics = Metrics(output: lines, clock: clock)
    let context = InvocationContext(
      requestID: "request-1", deadline: deadline, logger: Logger(output: lines, clock: clock), metrics: metrics,
      tracer: Tracer(daemonAddress: nil))
    defer { metrics.flush() }
    let handler = ProjectionHandler(projector: projector, index: index ?? log, clock: clock, sleeper: sleeper)
    return try JSONValue(parsing: try handler.handle(event.serialized(), context: context))
  }

  /// An event as EventBridge delivers it.
  static func delivery(_ event: RecordedEvent, replay: String? = nil) -> JSONValue {
    var object: JSONObject = [
      "version": "0", "id": "1", "detail-type": .string(event.type), "source": "event-sourcing.financial",
      "detail": .object(event.detail),
    ]
    if let replay { object["replay-name"] = .string(replay) }
    return .object(object)
  }

  /// Messages as SQS delivers them.
  static func queue(_ bodies: [String]) -> JSONValue {
    [
      "Records": .array(
        bodies.enumerated().map { place, body in
          ["messageId": .string("message-\(place)"), "eventSource": "aws:sqs", "body": .string(body)]
        })
    ]
  }
}

/// Keeps what was logged.
final class LogLines: LogOutput {
  private(set) var text = ""

  func write(_ bytes: [UInt8]) {
    text += String(decoding: bytes, as: UTF8.self)
  }
}
