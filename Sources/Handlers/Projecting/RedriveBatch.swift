import EventSourcing
import JSON
import LambdaRuntime

/// Takes messages of the dead-letter queue, and answers which of them stay there.
///
/// Reference: AWS Lambda Developer Guide, "Handling errors for an SQS event source", `batchItemFailures`.
struct RedriveBatch {
  let projection: ObservedProjection
  let logger: Logger

  /// - Throws: `FunctionError` for records of another source and for one without an id, which could not be reported.
  func handle(_ records: [JSONValue]) throws(FunctionError) -> [UInt8] {
    var failures: [JSONValue] = []
    for record in records {
      guard record["eventSource"]?.string == "aws:sqs" else {
        throw FunctionError(type: "UnsupportedEvent", message: "the records are not those of an SQS queue")
      }
      guard let identifier = record["messageId"]?.string, !identifier.isEmpty else {
        throw FunctionError(type: "MalformedEvent", message: "a record of the queue has no messageId")
      }
      if !isRepaired(record, identifier) { failures.append(["itemIdentifier": .string(identifier)]) }
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
        try repair(message)
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

  private func repair(_ message: QueuedMessage) throws(FunctionError) {
    switch message {
    case .event(let busEvent): try projection.project(busEvent.event, from: .redrive)
    case .rebuild(let accountID): _ = try projection.rebuild(accountID)
    case .storedEvent(let accountID, let sequence): try projection.project(sequence, of: accountID)
    }
  }
}
