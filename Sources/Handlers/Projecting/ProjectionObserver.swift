import Environment
import EventSourcing
import JSON
import LambdaRuntime

/// Counts and logs what comes of projecting within one invocation. Failures are logged where they are answered for, once.
struct ProjectionObserver {
  let context: InvocationContext
  let clock: any Clock

  /// What was done to one aggregate.
  func note(_ report: ProjectionReport) {
    let events = report.events + report.refolded
    if events > 0 { context.metrics.count(.eventsProjected, events) }
    let healed = report.events - report.times.count
    if healed > 0 { context.metrics.count(.gapsHealed, healed) }
    context.workOn(report.aggregateID.text)
    defer { context.workOn(nil) }
    context.logger.debug(
      "aggregate projected",
      [
        ("version", .number(JSONNumber(report.version.value))),
        ("events", .number(JSONNumber(report.events))), ("refolded", .number(JSONNumber(report.refolded))),
      ])
  }

  /// What came of one notification that was done with.
  ///
  /// A duplicate has been in the read model all the time: published again, it would look like a late event.
  func note(_ notification: BusNotification, _ report: ProjectionReport) {
    arrived(notification)
    guard let time = report.times[notification.notice.sequence] else {
      if report.refolded == 0 { context.metrics.count(.duplicates) }
      return
    }
    if notification.replayName == nil {
      context.metrics.milliseconds(.projectionLag, Int(clamping: max(0, clock.now().milliseconds(since: time))))
    }
  }

  /// A notification that need not come again.
  func arrived(_ notification: BusNotification) {
    if notification.replayName == nil { context.metrics.count(.eventsArrived) }
  }

  /// A message, or an event invoked directly, that failed: counted in all, and by reason.
  func failed(_ reason: String) {
    context.metrics.count(.projectionFailures)
    context.metrics.count(.projectionFailures, dimensions: [("reason", reason)])
  }
}
