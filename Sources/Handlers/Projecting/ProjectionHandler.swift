import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime
import ReadModel
import SQS

/// The projection function: takes a batch of a queue, one event of the bus, or an operator's action.
public final class ProjectionHandler: LambdaHandler {
  private let projector: any AggregateProjecting
  private let deadLetters: DeadLetterQueue
  private let rebuild: RebuildAll
  private let clock: any Clock

  /// - Parameters:
  ///   - index: what all aggregates are found by.
  ///   - progress: where a rebuild of all of them is kept.
  ///   - queue: what its parts go on through.
  public init(
    projector: any AggregateProjecting, deadLetters: DeadLetterQueue, index: any EventIndex,
    progress: any ProgressStore,
    queue: any RebuildQueue, clock: any Clock, sleeper: any Sleeper, randomness: any Randomness
  ) {
    self.projector = projector
    self.deadLetters = deadLetters
    self.clock = clock
    let register = RebuildRegister(store: progress, noun: projector.noun)
    let parts = RebuildParts(
      rebuilder: projector, register: register, index: index,
      startingTypes: projector.eventTypes.filter(\.startsLog).map(\.name), queue: queue, clock: clock, sleeper: sleeper,
      retry: ConflictRetry(clock: clock, sleeper: sleeper, randomness: randomness))
    rebuild = RebuildAll(register: register, parts: parts, clock: clock)
  }

  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    guard let object = try JSONValue(event: event).object else {
      throw FunctionError(type: "MalformedEvent", message: "the event is no JSON object")
    }
    let observer = ProjectionObserver(context: context, clock: clock)
    if let records = object["Records"]?.array {
      return try NotificationBatch(
        projector: projector, deadLetters: deadLetters, rebuild: rebuild, observer: observer
      ).handle(records)
    }
    if object["action"] != nil { return try act(object, observer) }
    guard BusNotification.isOne(object) else {
      throw FunctionError(
        type: "UnsupportedEvent", message: "the event is neither a batch of a queue, nor one of the bus, nor an action")
    }
    try project(object, observer)
    return Self.counted(processed: 1)
  }

  /// One event of the bus, invoked directly: whoever invoked it is told of a failure.
  private func project(_ object: JSONObject, _ observer: ProjectionObserver) throws(FunctionError) {
    let notification: BusNotification
    do {
      notification = try BusNotification(object)
    } catch {
      observer.failed(error.name)
      throw FunctionError(type: error.name, message: error.description)
    }
    observer.context.workOn(notification.notice.aggregateID.text)
    if notification.replayName != nil { observer.context.metrics.count(.replayed) }
    let demand = ProjectionDemand(
      notification.notice.aggregateID, notices: [notification.notice], eventType: notification.eventType)
    for report in projector.project([demand], deadline: observer.context.deadline) {
      observer.note(report)
      if case .failed(let failure) = report.verdict(on: notification.notice) { throw failed(failure, observer) }
      observer.note(notification, report)
    }
  }

  private func failed(
    _ failure: ProjectionFailure, _ observer: ProjectionObserver, hint: String = ""
  ) -> FunctionError {
    observer.failed(failure.name)
    return FunctionError(type: failure.name, message: failure.description + hint)
  }

  // MARK: Actions

  private func act(_ object: JSONObject, _ observer: ProjectionObserver) throws(FunctionError) -> [UInt8] {
    let action: ProjectionAction
    do {
      action = try ProjectionAction(object, projector: projector)
    } catch {
      return Answer(error).rendered(for: .bare)
    }
    let context = observer.context
    switch action {
    case .rebuild(let aggregateID, let noun, let force, let run):
      // Lambda's own retries of an asynchronous invocation have its id too, so they go on with it.
      return try rebuild(aggregateID, noun, force: force, run: run ?? context.requestID, observer)
    case .rebuildAll(let request):
      return try rebuild.begin(request, as: context.requestID, context).rendered(for: .bare)
    case .rebuildProgress: return try rebuild.progress(context).rendered(for: .bare)
    case .stopRebuild: return try rebuild.stop(context).rendered(for: .bare)
    }
  }

  private func rebuild(
    _ aggregateID: AggregateID, _ noun: Noun, force: Bool, run: String, _ observer: ProjectionObserver
  ) throws(FunctionError) -> [UInt8] {
    let context = observer.context
    context.workOn(aggregateID.text)
    let outcome: RebuildOutcome
    do {
      outcome = try projector.rebuild(aggregateID, run: run, force: force, pace: nil, deadline: context.deadline)
    } catch {
      // Each slice is kept, so whatever ended this call, another goes on.
      let hint = #"; with "continueFrom": "\#(run)" another call goes on where this one stopped"#
      throw failed(error, observer, hint: error.mayPass ? hint : "")
    }
    context.metrics.count(.eventsProjected, outcome.events)
    context.logger.info(
      "folded anew",
      [("events", .number(JSONNumber(outcome.events))), ("version", .number(JSONNumber(outcome.reached.value)))])
    if outcome.reached == .zero {
      let body: JSONValue = ["error": .string("\(noun.singular) not found")]
      return Answer(statusCode: 404, body: body).rendered(for: .bare)
    }
    return Self.counted(processed: outcome.events)
  }

  private static func counted(processed: Int) -> [UInt8] {
    let count = JSONValue.number(JSONNumber(processed))
    return Answer(statusCode: 200, body: ["processedEvents": count, "failedEvents": 0, "totalEvents": count])
      .rendered(for: .bare)
  }
}
