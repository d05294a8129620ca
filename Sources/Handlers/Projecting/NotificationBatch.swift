import Environment
import EventSourcing
import JSON
import LambdaRuntime
import SQS

/// Takes one batch of a queue, and answers which messages come again.
///
/// What can be done is done for all aggregates together; what can never be done is put aside, as one small letter for each
/// aggregate; and only the messages of an aggregate that failed for the time being are reported.
///
/// Reference: AWS Lambda Developer Guide, "Handling errors for an SQS event source", `batchItemFailures`.
struct NotificationBatch {
  /// A message that says what there is to do.
  struct Message {
    let record: QueueRecord
    let content: QueuedMessage
  }

  let projector: any AggregateProjecting
  let deadLetters: DeadLetterQueue
  let rebuild: RebuildAll
  let observer: ProjectionObserver

  var context: InvocationContext { observer.context }

  /// - Throws: `FunctionError` for records that are no messages of a queue.
  func handle(_ json: [JSONValue]) throws(FunctionError) -> [UInt8] {
    let records: [QueueRecord]
    do {
      records = try QueueRecord.batch(json, deadLetterQueue: deadLetters.name)
    } catch {
      throw FunctionError(type: error.name, message: error.description)
    }
    var outcome = BatchOutcome(messages: records.count)
    var messages: [Message] = []
    for record in records {
      do {
        messages.append(Message(record: record, content: try QueuedMessage(body: record.body, projector: projector)))
      } catch {
        refuse(record, error, &outcome)
      }
    }
    project(messages, &outcome)
    for message in messages {
      if case .action(let action) = message.content { act(action, message.record, &outcome) }
    }
    workOnParts(messages, &outcome)
    context.logger.info("batch projected", outcome.fields)
    return outcome.answer
  }

  /// A message that says nothing that can be done.
  private func refuse(_ record: QueueRecord, _ error: QueuedMessageError, _ outcome: inout BatchOutcome) {
    observer.failed(error.name)
    if error.isToBeKept || record.isDeadLetter {
      log("message left", error.name, error.description, [record], nil)
      outcome.comeAgain([record])
    } else {
      putAside(Letter(error, messageID: record.messageID), [record], &outcome)
    }
  }

  // MARK: Projecting

  private func project(_ messages: [Message], _ outcome: inout BatchOutcome) {
    var groups: [(aggregateID: AggregateID, messages: [Message])] = []
    for message in messages {
      guard let aggregateID = message.content.projected else { continue }
      if let place = groups.firstIndex(where: { $0.aggregateID == aggregateID }) {
        groups[place].messages.append(message)
      } else {
        groups.append((aggregateID, [message]))
      }
    }
    let demands = groups.map { group in
      ProjectionDemand(
        group.aggregateID, notices: Array(Set(group.messages.compactMap(\.content.notice))),
        isReplay: group.messages.allSatisfy(\.content.isReplay),
        eventType: group.messages.lazy.compactMap(\.content.eventType).first)
    }
    let reports = projector.project(demands, deadline: context.deadline)
    for (group, report) in zip(groups, reports) { settle(group.messages, report, &outcome) }
  }

  private func settle(_ messages: [Message], _ report: ProjectionReport, _ outcome: inout BatchOutcome) {
    observer.note(report)
    outcome.note(report)
    var aside: [(record: QueueRecord, failure: ProjectionFailure)] = []
    var again: [(record: QueueRecord, failure: ProjectionFailure)] = []
    for message in messages {
      if case .notification(let notification) = message.content, notification.replayName != nil {
        context.metrics.count(.replayed)
      }
      guard let failure = failure(of: message, report) else {
        if case .notification(let notification) = message.content { observer.note(notification, report) }
        continue
      }
      observer.failed(failure.name)
      if !message.record.isDeadLetter && isFinal(failure, for: message) {
        aside.append((message.record, failure))
        if case .notification(let notification) = message.content { observer.arrived(notification) }
      } else {
        again.append((message.record, failure))
      }
    }
    if let first = aside.first {
      let letter = Letter(first.failure, of: report.aggregateID, messageID: first.record.messageID)
      putAside(letter, aside.map(\.record), &outcome)
    }
    if let first = again.first {
      log("messages come again", first.failure.name, "\(first.failure)", again.map(\.record), report.aggregateID)
      outcome.comeAgain(again.map(\.record))
    }
  }

  /// - Returns: nil if what the message asks for is done.
  private func failure(of message: Message, _ report: ProjectionReport) -> ProjectionFailure? {
    guard let notice = message.content.notice else { return report.failure }
    guard case .failed(let failure) = report.verdict(on: notice) else { return nil }
    return failure
  }

  /// Whether waiting does not help. An event that the store does not show is waited for as long as a replica may lag.
  private func isFinal(_ failure: ProjectionFailure, for message: Message) -> Bool {
    guard case .notInStore = failure else { return failure.isPermanent }
    return message.record.isOlder(
      than: projector.lagSeconds, orElseFrom: message.content.time, now: observer.clock.now())
  }
}
