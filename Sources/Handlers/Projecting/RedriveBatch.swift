import EventSourcing
import JSON
import LambdaRuntime

/// Takes messages of the dead-letter queue, and answers which of them stay there.
///
/// Reference: AWS Lambda Developer Guide, "Handling errors for an SQS event source", `batchItemFailures`.
struct RedriveBatch {
  let projection: ObservedProjection
  let rebuild: RebuildAll
  let context: InvocationContext

  private var logger: Logger { context.logger }

  /// - Throws: `FunctionError` for records of another source and for one without an id, which could not be reported.
  func handle(_ records: [JSONValue]) throws(FunctionError) -> [UInt8] {
    var failures: [JSONValue] = []
    var parts: [RebuildDelivery] = []
    for record in records {
      guard record["eventSource"]?.string == "aws:sqs" else {
        throw FunctionError(type: "UnsupportedEvent", message: "the records are not those of an SQS queue")
      }
      guard let identifier = record["messageId"]?.string, !identifier.isEmpty else {
        throw FunctionError(type: "MalformedEvent", message: "a record of the queue has no messageId")
      }
      if let part = RebuildDelivery(record, messageID: identifier) {
        parts.append(part)
      } else if !isRepaired(record, identifier) {
        failures.append(["itemIdentifier": .string(identifier)])
      }
    }
    // Behind the others, for they take what is left of the time.
    for identifier in rebuild.parts.handle(parts, context) {
      failures.append(["itemIdentifier": .string(identifier)])
    }
    return JSONValue.object(["batchItemFailures": .array(failures)]).serialized()
  }

  private func isRepaired(_ record: JSONValue, _ identifier: String) -> Bool {
    guard projection.hasTime else {
      logger.warn("message left for want of time", [("messageId", .string(identifier))])
      return false
    }
    do throws(QueuedMessageError) {
      let message = try QueuedMessage(body: record["body"]?.string ?? "")
      do {
        try repair(message, identifier)
      } catch {
        // Logged where it failed.
        return false
      }
      logger.info("message repaired", [("messageId", .string(identifier))])
      return true
    } catch {
      logger.error(
        "message cannot be repaired",
        [
          ("messageId", .string(identifier)), ("reason", .string(error.name)), ("detail", .string(error.description)),
        ])
      return false
    }
  }

  private func repair(_ message: QueuedMessage, _ identifier: String) throws(FunctionError) {
    switch message {
    case .event(let busEvent): try projection.project(busEvent.event, from: .redrive)
    case .rebuild(let accountID, let force): _ = try projection.rebuild(accountID, run: identifier, force: force)
    case .storedEvent(let accountID, let sequence): try projection.project(sequence, of: accountID)
    }
  }
}
