import EventSourcing
import JSON
import LambdaRuntime
import SQS

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
    context.workOn(aggregateID?.text)
    defer { context.workOn(nil) }
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
    switch action {
    case .rebuild(let aggregateID, _, let force, let run):
      rebuild(aggregateID, force: force, run: run ?? record.messageID, record, &outcome)
    case .rebuildAll(let request):
      do {
        _ = try rebuild.begin(request, as: record.messageID, context)
      } catch {
        fail(record, error.type, error.message, nil, &outcome)
      }
    // Nobody waits for the answer, and what was to be stopped may be over.
    case .rebuildProgress, .stopRebuild: break
    }
  }

  private func rebuild(
    _ aggregateID: AggregateID, force: Bool, run: String, _ record: QueueRecord, _ outcome: inout BatchOutcome
  ) {
    do throws(ProjectionFailure) {
      guard projector.hasTime(until: context.deadline) else { throw .outOfTime(reached: .zero) }
      let rebuilt = try projector.rebuild(
        aggregateID, run: run, force: force, pace: nil, deadline: context.deadline)
      outcome.rebuilt += 1
      context.metrics.count(.eventsProjected, rebuilt.events)
    } catch {
      fail(record, error.name, "\(error)", aggregateID, &outcome)
    }
  }

  private func fail(
    _ record: QueueRecord, _ reason: String, _ detail: String, _ aggregateID: AggregateID?,
    _ outcome: inout BatchOutcome
  ) {
    observer.failed(reason)
    log("messages come again", reason, detail, [record], aggregateID)
    outcome.comeAgain([record])
  }

  /// Parts of a rebuild of all, behind everything else: they take what is left of the time.
  func workOnParts(_ messages: [Message], _ outcome: inout BatchOutcome) {
    let deliveries = messages.compactMap { message -> RebuildDelivery? in
      guard case .part(let part) = message.content else { return nil }
      return RebuildDelivery(
        message: part, messageID: message.record.messageID, receiveCount: message.record.receiveCount)
    }
    let again = rebuild.parts.handle(deliveries, context)
    outcome.comeAgain(messages.map(\.record).filter { again.contains($0.messageID) })
  }
}
