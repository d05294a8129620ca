import EventSourcing
import JSON
import LambdaRuntime

extension NotificationBatch {
  // MARK: Putting aside

  /// Puts a letter in the place of messages, which are done with then; if that fails, they come again.
  func putAside(_ letter: Letter, _ records: [QueueRecord], _ outcome: inout BatchOutcome) {
    do {
      try deadLetters.take(letter.json, code: letter.reason, deadline: context.deadline)
      context.metrics.count(.deadLetters)
      outcome.letters += 1
      log("put aside", letter.reason, letter.detail, records, letter.aggregateID)
    } catch {
      let detail = "\(letter.detail); and the dead-letter queue did not take it: \(error)"
      log("messages come again", letter.reason, detail, records, letter.aggregateID)
      outcome.comeAgain(records)
    }
  }

  func log(
    _ message: String, _ reason: String, _ detail: String, _ records: [QueueRecord], _ aggregateID: AggregateID?
  ) {
    context.logger.aggregateID = aggregateID?.text
    defer { context.logger.aggregateID = nil }
    context.logger.error(
      message,
      [
        ("reason", .string(reason)), ("detail", .string(detail)),
        ("messageIds", .array(records.map { .string($0.messageID) })),
      ])
  }

  // MARK: Actions

  /// An action that came as a message: the message's own name tells its tries from other rebuilds.
  func act(_ action: ProjectionAction, _ record: QueueRecord, _ outcome: inout BatchOutcome) {
    do throws(ProjectionFailure) {
      guard projector.hasTime(until: context.deadline) else { throw .outOfTime(reached: .zero) }
      guard case .rebuild(let aggregateID, let force, let run) = action else { return }
      let rebuilt = try projector.rebuild(
        aggregateID, run: run ?? record.messageID, force: force, deadline: context.deadline)
      outcome.rebuilt += 1
      context.metrics.count(.eventsProjected, rebuilt.events)
    } catch {
      observer.failed(error.name)
      log("messages come again", error.name, "\(error)", [record], action.aggregateID)
      outcome.comeAgain([record])
    }
  }
}

extension ProjectionAction {
  /// What it is about; nil for all.
  fileprivate var aggregateID: AggregateID? {
    if case .rebuild(let aggregateID, _, _) = self { aggregateID } else { nil }
  }
}
