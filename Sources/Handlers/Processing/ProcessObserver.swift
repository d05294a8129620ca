import EventSourcing
import JSON
import LambdaRuntime

/// Counts and logs what comes of a process within one invocation.
struct ProcessObserver {
  let context: InvocationContext

  /// A run that was taken as far as it goes.
  func note(_ report: ProcessReport) {
    if report.recorded > 0 { context.metrics.count(.processSteps, report.recorded) }
    // Also where nothing was recorded: whoever recorded that it stopped may have died before this was told.
    if report.needsOperator {
      context.metrics.count(.processesStopped)
      context.logger.error("The run has stopped and needs an operator")
    }
    context.logger.info("run taken on", [("recorded", .number(JSONNumber(report.recorded)))])
  }

  func failed(_ message: String, _ failure: ProcessFailure) {
    count(failure.name)
    context.logger.error(message, fields(failure.name, failure.description))
  }

  func failed(_ message: String, _ letter: ProcessLetter, because reason: String) {
    count(letter.reason)
    context.logger.error(message, fields(letter.reason, letter.detail) + [("error", .string(reason))])
  }

  func putAside(_ letter: ProcessLetter) {
    count(letter.reason)
    context.metrics.count(.deadLetters)
    context.logger.error("put aside", fields(letter.reason, letter.detail))
  }

  private func count(_ reason: String) {
    context.metrics.count(.processFailures, dimensions: [("reason", reason)])
  }

  private func fields(_ reason: String, _ detail: String) -> [(String, JSONValue)] {
    [("reason", .string(reason)), ("detail", .string(detail))]
  }
}
