import Accounts
import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime
import ReadModel

/// The projection function: takes an event of the bus, a batch of the dead-letter queue, or an operator's action.
public final class ProjectionHandler: LambdaHandler {
  private let projector: AccountProjector
  private let rebuild: RebuildAll
  private let clock: any Clock

  /// - Parameters:
  ///   - index: what all accounts are found by.
  ///   - progress: where a rebuild of all accounts is kept.
  ///   - queue: what its parts go on through.
  public init(
    projector: AccountProjector, index: any EventIndex, progress: any ProgressStore, queue: any RebuildQueue,
    clock: any Clock, sleeper: any Sleeper
  ) {
    self.projector = projector
    self.clock = clock
    let register = RebuildRegister(store: progress, noun: Account.noun)
    rebuild = RebuildAll(
      register: register,
      parts: RebuildParts(
        rebuilder: projector, register: register, index: index,
        startingTypes: Account.eventTypes.filter(\.startsLog).map(\.name), queue: queue, clock: clock,
        sleeper: sleeper, retry: projector.retry),
      clock: clock)
  }

  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let parsed: JSONValue
    do {
      parsed = try JSONValue(parsing: event)
    } catch {
      throw FunctionError(type: "MalformedEvent", message: "the event is no JSON: \(error)")
    }
    guard let object = parsed.object else {
      throw FunctionError(type: "MalformedEvent", message: "the event is no JSON object")
    }
    if let records = object["Records"]?.array {
      return try RedriveBatch(projection: projection(context), rebuild: rebuild, context: context).handle(records)
    }
    if object["action"] != nil { return try act(object, context: context) }
    guard BusEvent.isOne(object) else {
      throw FunctionError(
        type: "UnsupportedEvent", message: "the event is neither one of the bus, nor a batch of a queue, nor an action")
    }
    try project(object, context: context)
    return Self.counted(processed: 1)
  }

  private func project(_ object: JSONObject, context: InvocationContext) throws(FunctionError) {
    let busEvent: BusEvent
    do {
      busEvent = try BusEvent(object)
    } catch {
      context.logger.error("event cannot be read", [("reason", .string(error.name)), ("detail", .string("\(error)"))])
      throw FunctionError(type: error.name, message: error.description)
    }
    try projection(context).project(busEvent.event, from: busEvent.replayName.map { .replay($0) } ?? .live)
  }

  private func projection(_ context: InvocationContext) -> ObservedProjection {
    ObservedProjection(projector: projector, clock: clock, context: context)
  }

  // MARK: Actions

  private func act(_ object: JSONObject, context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let action: ProjectionAction
    do {
      action = try ProjectionAction(object)
    } catch {
      return Answer(error).rendered(for: .bare)
    }
    switch action {
    case .rebuild(let accountID, let run, let force):
      return try rebuild(accountID, run: run ?? context.requestID, force: force, context)
    case .rebuildAll(let request): return try rebuild.begin(request, context).rendered(for: .bare)
    case .rebuildProgress: return try rebuild.progress(context).rendered(for: .bare)
    case .stopRebuild: return try rebuild.stop(context).rendered(for: .bare)
    }
  }

  /// One account. What an invocation leaves unfinished, Lambda's next try of it goes on with, or who sends `continueFrom`.
  private func rebuild(
    _ accountID: AggregateID, run: String, force: Bool, _ context: InvocationContext
  ) throws(FunctionError) -> [UInt8] {
    let outcome: RebuildOutcome
    do {
      outcome = try projection(context).rebuild(accountID, run: run, force: force)
    } catch {
      guard error.type == "ProjectionOutOfTime" else { throw error }
      throw FunctionError(
        type: error.type, message: error.message + #"; with "continueFrom": "\#(run)" it goes on from there"#)
    }
    if outcome.reached == .zero {
      return Answer(statusCode: 404, body: ["error": "Account not found"]).rendered(for: .bare)
    }
    return Self.counted(processed: outcome.events)
  }

  private static func counted(processed: Int) -> [UInt8] {
    let count = JSONValue.number(JSONNumber(processed))
    return Answer(statusCode: 200, body: ["processedEvents": count, "failedEvents": 0, "totalEvents": count])
      .rendered(for: .bare)
  }
}
