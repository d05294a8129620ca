import Accounts
import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// The command function: decodes, has the command carried out, and answers.
public struct CommandHandler: LambdaHandler {
  private let execution: CommandExecution<Account>
  private let clock: any Clock

  public init(execution: CommandExecution<Account>, clock: any Clock) {
    self.execution = execution
    self.clock = clock
  }

  /// - Throws: `FunctionError` where the store failed; a caller's own mistake is an answer.
  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let envelope: Envelope
    let object: JSONObject
    do throws(EnvelopeError) {
      envelope = try Envelope(event)
      object = try envelope.request()
    } catch {
      count("ValidationError", context)
      return Answer(error.requestError).rendered(for: error.kind)
    }
    let request: CommandRequest<Account>
    do throws(RequestError) {
      request = try CommandDecoder.request(from: object)
    } catch {
      count("ValidationError", context)
      context.logger.warn("The command was refused", [("reason", .string(error.message))])
      return Answer(error).rendered(for: envelope.kind)
    }
    return try answer(to: request, hasEvents: object["events"] != nil, context).rendered(for: envelope.kind)
  }

  private func answer(
    to request: CommandRequest<Account>, hasEvents: Bool, _ context: InvocationContext
  ) throws(FunctionError) -> Answer {
    context.logger.aggregateID = request.aggregateID.text
    context.logger.correlationID = request.correlationID
    let start = clock.now()
    do throws(CommandFailure<AccountRejection>) {
      let result = try execution.execute(request, deadline: context.deadline)
      record(result, since: start, context)
      return CommandAnswer.success(result, to: request, hasEvents: hasEvents)
    } catch {
      let answer = try CommandAnswer.failure(error, to: request, hasEvents: hasEvents)
      let outcome = answer.body["type"]?.string ?? "Failed"
      count(outcome, context)
      if outcome == "ConcurrencyConflict" { context.metrics.count(.conflicts) }
      context.logger.warn("The command was refused", [("type", .string(outcome))])
      return answer
    }
  }

  private func record(_ result: CommandResult, since start: Timestamp, _ context: InvocationContext) {
    if result.conflicts > 0 { context.metrics.count(.conflicts, result.conflicts) }
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
