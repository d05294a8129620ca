import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// The commands of one domain: decodes, has the command carried out, and answers.
struct CommandService<Model: Domain> {
  let execution: CommandExecution<Model>
  let clock: any Clock

  /// - Parameter known: the event types of all domains that are served.
  /// - Throws: `FunctionError` where the store failed; a caller's own mistake is an answer.
  func answer(
    _ object: JSONObject, known: [String], _ context: InvocationContext
  ) throws(FunctionError) -> Answer {
    let request: CommandRequest<Model>
    do throws(RequestError) {
      request = try CommandDecoder<Model>.request(from: object, known: known)
    } catch {
      return context.refuse(error)
    }
    return try answer(to: request, hasEvents: CommandDecoder<Model>.hasEvents(object), known: Set(known), context)
  }

  private func answer(
    to request: CommandRequest<Model>, hasEvents: Bool, known: Set<String>, _ context: InvocationContext
  ) throws(FunctionError) -> Answer {
    context.workOn(request.aggregateID.text, correlationID: request.correlationID)
    let start = clock.now()
    do throws(CommandFailure<Model.Rejection>) {
      let result = try execution.execute(request, deadline: context.deadline)
      // An event that belongs to nothing else belongs to itself.
      if request.correlationID == nil, result.events.count == 1 {
        context.workOn(request.aggregateID.text, correlationID: result.events.first?.eventID)
      }
      record(result, since: start, context)
      return CommandAnswer.success(result, to: request, hasEvents: hasEvents)
    } catch {
      let answer = try answer(to: error, hasEvents: hasEvents, known: known, context)
      let outcome = answer.body["type"]?.string ?? "Failed"
      context.count(outcome: outcome)
      if outcome == "ConcurrencyConflict" { context.metrics.count(.conflicts) }
      context.logger.warn("The command was refused", [("type", .string(outcome))])
      return answer
    }
  }

  private func answer(
    to failure: CommandFailure<Model.Rejection>, hasEvents: Bool, known: Set<String>, _ context: InvocationContext
  ) throws(FunctionError) -> Answer {
    do throws(FunctionError) {
      return try CommandAnswer.failure(failure, hasEvents: hasEvents, known: known)
    } catch {
      context.count(outcome: error.type)
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
      context.count(outcome: "Duplicate")
      context.metrics.count(.duplicates)
    } else {
      context.count(outcome: "Appended")
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
}
