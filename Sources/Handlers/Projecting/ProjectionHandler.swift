import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// The projection function: takes an event of the bus, a batch of the dead-letter queue, or an operator's action.
public final class ProjectionHandler: LambdaHandler {
  private let projector: AccountProjector
  private let walk: RebuildWalk
  private let clock: any Clock

  public init(projector: AccountProjector, index: any EventIndex, clock: any Clock, sleeper: any Sleeper) {
    self.projector = projector
    self.clock = clock
    walk = RebuildWalk(projector: projector, index: index, clock: clock, sleeper: sleeper)
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
      return try RedriveBatch(projection: projection(context), logger: context.logger).handle(records)
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
    case .rebuild(let accountID):
      let outcome = try projection(context).rebuild(accountID)
      if outcome.reached == .zero {
        return Answer(statusCode: 404, body: ["error": "Account not found"]).rendered(for: .bare)
      }
      return Self.counted(processed: outcome.events)
    case .rebuildAll(let request):
      return try rebuildAll(request, context: context)
    }
  }

  private func rebuildAll(
    _ request: RebuildAllRequest, context: InvocationContext
  ) throws(FunctionError) -> [UInt8] {
    let outcome: RebuildWalk.Outcome
    do {
      outcome = try walk.run(request, deadline: context.deadline)
    } catch {
      throw FunctionError(type: error.name, message: error.description)
    }
    context.logger.info(
      "accounts folded anew",
      [
        ("processedAccounts", .number(JSONNumber(outcome.processed))),
        ("failedAccounts", .number(JSONNumber(outcome.failed.count))),
        ("isComplete", .bool(outcome.continueFrom == nil)),
      ])
    var body: JSONObject = [
      "processedAccounts": .number(JSONNumber(outcome.processed)),
      "failedAccounts": .array(
        outcome.failed.map { ["accountId": .string($0.accountID), "reason": .string($0.reason)] }),
    ]
    if let token = outcome.continueFrom { body["continueFrom"] = .string(token) }
    return Answer(statusCode: 200, body: .object(body)).rendered(for: .bare)
  }

  private static func counted(processed: Int) -> [UInt8] {
    let count = JSONValue.number(JSONNumber(processed))
    return Answer(statusCode: 200, body: ["processedEvents": count, "failedEvents": 0, "totalEvents": count])
      .rendered(for: .bare)
  }
}
