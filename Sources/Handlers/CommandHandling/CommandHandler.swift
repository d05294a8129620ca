import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// The command function: decodes, has the command carried out, and answers.
public struct CommandHandler<Model: Domain>: LambdaHandler {
  private let execution: CommandExecution<Model>
  private let clock: any Clock

  public init(execution: CommandExecution<Model>, clock: any Clock) {
    self.execution = execution
    self.clock = clock
  }

  /// - Throws: `FunctionError` where the store failed or the event is no request at all (`UnsupportedEvent`); a caller's
  ///   own mistake is an answer.
  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let envelope: Envelope
    let object: JSONObject
    do throws(EnvelopeError) {
      envelope = try Envelope(event)
      object = try envelope.request()
    } catch {
      return try refuse(error, context).rendered(for: error.kind)
    }
    let request: CommandRequest<Model>
    do throws(RequestError) {
      request = try CommandDecoder<Model>.request(from: object)
    } catch {
      return refuse(error, context).rendered(for: envelope.kind)
    }
    return try answer(to: request, hasEvents: CommandDecoder<Model>.hasEvents(object), context).rendered(
      for: envelope.kind)
  }

  /// An answer to an event that is no request would acknowledge it, so that its sender would never know.
  private func refuse(_ error: EnvelopeError, _ context: InvocationContext) throws(FunctionError) -> Answer {
    if case .unsupportedEvent = error.reason {
      count("UnsupportedEvent", context)
      throw FunctionError(type: "UnsupportedEvent", message: error.description)
    }
    return refuse(error.requestError, context)
  }

  private func refuse(_ error: RequestError, _ context: InvocationContext) -> Answer {
    count("ValidationError", context)
    context.logger.warn("The command was refused", [("reason", .string(error.message))])
    return Answer(error)
  }

  private func answer(
    to request: CommandRequest<Model>, hasEvents: Bool, _ context: InvocationContext
  ) throws(FunctionError) -> Answer {
    context.logger.aggregateID = request.aggregateID.text
    context.logger.correlationID = request.correlationID
    let start = clock.now()
    do throws(CommandFailure<Model.Rejection>) {
      let result = try execution.execute(request, deadline: context.deadline)
      record(result, since: start, context)
      return CommandAnswer.success(result, to: request, hasEvents: hasEvents)
    } catch {
      let answer = try answer(to: error, hasEvents: hasEvents, context)
      let outcome = answer.body["type"]?.string ?? "Failed"
      count(outcome, context)
      if outcome == "ConcurrencyConflict" { context.metrics.count(.conflicts) }
      context.logger.warn("The command was refused", [("type", .string(outcome))])
      return answer
    }
  }

  private func answer(
    to failure: CommandFailure<Model.Rejection>, hasEvents: Bool, _ context: InvocationContext
  ) throws(FunctionError) -> Answer {
    do throws(FunctionError) {
      return try CommandAnswer.failure(failure, hasEvents: hasEvents)
    } catch {
      count(error.type, context)
      throw error
    }
  }

  private func record(_ result: CommandResult, since start: Timestamp, _ context: InvocationContext) {
    if result.conflicts > 0 { context.metrics.count(.conflicts, result.conflicts) }
    if !result.replacedKeys.isEmpty {
      context.metrics.count(.orphanedKeys, result.replacedKeys.count)
      context.logger.error(
        "The command journal held entries whose events are not in the log: the tables were not restored to one moment",
        [("commandIds", .array(result.replacedKeys.map { .string($0.text) }))])
    }
    if result.isDuplicate {
      count("Duplicate", context)
      context.metrics.count(.duplicates)
    } else {
      count("Appended", context)
      context.metrics.count(.eventsAppended, result.events.count)
      context.metrics.milliseconds(.appendLatency, Int(clamping: clock.now().milliseconds(since: start)))
    }
    context.logger.info(
      result.isDuplicate ? "The command had been carried out before" : "The command was carried out",
      [
        ("sequence", .number(JSONNumber(result.events.last?.sequence.value ?? 0))),
        ("events", .number(JSONNumber(result.events.count))),
        ("conflicts", .number(JSONNumber(result.conflicts))),
      ])
  }

  private func count(_ outcome: String, _ context: InvocationContext) {
    context.metrics.count(.commands, dimensions: [("outcome", outcome)])
  }
}
