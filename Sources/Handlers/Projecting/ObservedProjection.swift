import Environment
import EventSourcing
import JSON
import LambdaRuntime

/// Projects within one invocation, and logs and counts what comes of it.
struct ObservedProjection {
  /// How an event came here.
  enum Source {
    case live
    case replay(String)
    case redrive
  }

  let projector: AccountProjector
  let clock: any Clock
  let context: InvocationContext

  /// - Throws: `FunctionError` with the failure's name.
  func project(_ event: RecordedEvent, from source: Source) throws(FunctionError) {
    context.logger.aggregateID = event.aggregateID.text
    context.logger.correlationID = event.correlationID
    if case .replay = source { context.metrics.count(.replayed) }
    do throws(ProjectionFailure) {
      let outcome = try projector.project(event, deadline: context.deadline)
      count(outcome)
      // A duplicate has been in the read model all the time: published again, it would look like a late event.
      if case .live = source, outcome != .duplicate { noteLag(of: event) }
      context.logger.info("event projected", fields(event, source) + fields(outcome))
    } catch {
      throw failed(error, fields(event, source))
    }
  }

  /// Finds a stored event and projects it.
  ///
  /// - Throws: `FunctionError` with the failure's name.
  func project(_ sequence: SequenceNumber, of accountID: AggregateID) throws(FunctionError) {
    context.logger.aggregateID = accountID.text
    let event: RecordedEvent
    do throws(ProjectionFailure) {
      event = try projector.storedEvent(sequence, of: accountID, deadline: context.deadline)
    } catch {
      throw failed(error, [("sequence", .number(JSONNumber(sequence.value)))])
    }
    try project(event, from: .redrive)
  }

  /// Folds one account anew.
  ///
  /// - Throws: `FunctionError` with the failure's name.
  func rebuild(_ accountID: AggregateID, run: String, force: Bool = false) throws(FunctionError) -> RebuildOutcome {
    context.logger.aggregateID = accountID.text
    do throws(ProjectionFailure) {
      let outcome = try projector.rebuild(accountID, run: run, force: force, deadline: context.deadline)
      context.logger.info(
        "account folded anew",
        [
          ("events", .number(JSONNumber(outcome.events))), ("version", .number(JSONNumber(outcome.reached.value))),
        ])
      return outcome
    } catch {
      throw failed(error, [])
    }
  }

  /// Whether there is time to begin something more.
  var hasTime: Bool { projector.hasTime(until: context.deadline) }

  // MARK: What is noted

  private func count(_ outcome: ProjectionOutcome) {
    switch outcome {
    case .duplicate: context.metrics.count(.duplicates)
    case .refolded(let events): context.metrics.count(.eventsProjected, events)
    case .applied(let missing):
      context.metrics.count(.eventsProjected, missing + 1)
      if missing > 0 { context.metrics.count(.gapsHealed, missing) }
    }
  }

  private func noteLag(of event: RecordedEvent) {
    let lag = clock.now().milliseconds(since: event.timestamp)
    context.metrics.milliseconds(.projectionLag, Int(max(0, lag)))
  }

  private func failed(_ failure: ProjectionFailure, _ fields: [(String, JSONValue)]) -> FunctionError {
    let reason: [(String, JSONValue)] = [
      ("reason", .string(failure.name)), ("detail", .string(failure.description)),
    ]
    context.logger.error("projection failed", fields + reason)
    return FunctionError(type: failure.name, message: failure.description)
  }

  private func fields(_ event: RecordedEvent, _ source: Source) -> [(String, JSONValue)] {
    var fields: [(String, JSONValue)] = [
      ("eventId", .string(event.eventID)), ("eventType", .string(event.type)),
      ("sequence", .number(JSONNumber(event.sequence.value))),
    ]
    switch source {
    case .live: break
    case .replay(let name): fields.append(("replayName", .string(name)))
    case .redrive: fields.append(("redriven", true))
    }
    return fields
  }

  private func fields(_ outcome: ProjectionOutcome) -> [(String, JSONValue)] {
    switch outcome {
    case .applied(missing: 0): [("outcome", "applied")]
    case .applied(let missing): [("outcome", "applied"), ("gapsHealed", .number(JSONNumber(missing)))]
    case .duplicate: [("outcome", "duplicate")]
    case .refolded(let events): [("outcome", "refolded"), ("events", .number(JSONNumber(events)))]
    }
  }
}
