import DynamoDB
import Environment
import EventSourcing
import EventStore
import JSON
import LambdaRuntime
import SQS

/// Publishes one batch of the event store's stream, and reports what has to come again.
struct StreamBatch {
  private let records: [StreamRecord]

  /// - Throws: `FunctionError` for a batch that no failure could be reported for.
  init(_ json: [JSONValue]) throws(FunctionError) {
    var records: [StreamRecord] = []
    for element in json {
      guard let record = StreamRecord(element) else {
        throw FunctionError(
          type: "MalformedStreamRecord", message: "a record of the stream has no dynamodb.SequenceNumber")
      }
      records.append(record)
    }
    self.records = records
  }

  /// Reads what Lambda hands over straight from its text, where it is a batch of inserted events as they are written.
  ///
  /// - Returns: nil for everything else, which is then read the plain way.
  init?(reading event: [UInt8]) {
    let records = event.withUnsafeBufferPointer { bytes -> [StreamRecord]? in
      var wire = WireReader(bytes)
      return StreamRecord.batch(&wire)
    }
    guard let records else { return nil }
    self.records = records
  }

  /// A record is done with when it is on the bus or in the dead-letter queue; all others are reported. What cannot be
  /// published and lies behind an unpublished record comes again with it, and is not put into the queue each time.
  func publish(
    with publisher: EventPublisher, deadLetters: DeadLetterQueue, clock: any Clock, _ context: InvocationContext
  ) -> JSONValue {
    var unpublished: [Unpublished] = []
    var poison: [Unpublished] = []
    var events: [(place: Int, event: RecordedEvent)] = []
    for (place, record) in records.enumerated() {
      do {
        if let event = try record.event() {
          events.append((place, event))
        } else {
          context.logger.warn("A record that is no new event was passed over")
        }
      } catch {
        poison.append(Unpublished(place: place, reason: error.reason))
      }
    }
    let outcomes = publisher.publish(
      events.map(\.event), traceHeader: context.tracer.header, deadline: context.deadline)
    for ((place, event), outcome) in zip(events, outcomes) {
      switch outcome {
      case .published: recordLag(of: event, clock: clock, context)
      case .failed(let reason), .denied(let reason):
        unpublished.append(Unpublished(place: place, reason: reason, name: outcome.failureName))
      case .refused(let reason): poison.append(Unpublished(place: place, reason: reason))
      }
    }
    context.metrics.count(.published, outcomes.count { $0 == .published })
    let end = unpublished.map(\.place).min() ?? records.count
    unpublished += bury(poison.filter { $0.place < end }, in: deadLetters, context)
    unpublished += poison.filter { $0.place >= end }
    return report(unpublished, context)
  }

  /// A record that is not done with, by its place in the batch.
  private struct Unpublished {
    let place: Int
    let reason: String
    /// For the log, letters only.
    var name = "PublishFailed"
  }

  /// What the report needs of the invocation, in milliseconds: no call for the dead-letter queue goes on past it.
  private static let reserve: Int64 = 250

  /// - Returns: the records that could not even be put into the dead-letter queue.
  private func bury(
    _ poison: [Unpublished], in deadLetters: DeadLetterQueue, _ context: InvocationContext
  ) -> [Unpublished] {
    var kept: [Unpublished] = []
    let limit = context.deadline?.adding(milliseconds: -Self.reserve)
    for record in poison {
      let keys = records[record.place].keys
      do {
        try deadLetters.take(records[record.place], reason: record.reason, deadline: limit)
        context.metrics.count(.deadLetters)
        context.logger.error(
          "A record can never be published; it is in the dead-letter queue",
          [("keys", .object(keys)), ("reason", .string(record.reason))])
      } catch {
        let reason = "\(record.reason); and the dead-letter queue did not take it: \(error)"
        kept.append(Unpublished(place: record.place, reason: reason))
      }
    }
    return kept
  }

  /// Lambda goes on from the lowest sequence number reported (AWS Lambda developer guide, "Configuring partial batch
  /// response with DynamoDB and Lambda").
  private func report(_ failed: [Unpublished], _ context: InvocationContext) -> JSONValue {
    let ordered = failed.sorted { $0.place < $1.place }
    if !ordered.isEmpty {
      context.metrics.count(.publishFailures, ordered.count)
      context.logger.error(
        "Some records were not published and will come again",
        [
          ("failed", .number(JSONNumber(ordered.count))), ("total", .number(JSONNumber(records.count))),
          ("errorType", .string(ordered.first?.name ?? "")), ("reason", .string(ordered.first?.reason ?? "")),
        ])
    }
    let identifiers = ordered.map { failure -> JSONValue in
      ["itemIdentifier": .string(records[failure.place].sequenceNumber)]
    }
    return ["batchItemFailures": .array(identifiers)]
  }

  private func recordLag(of event: RecordedEvent, clock: any Clock, _ context: InvocationContext) {
    context.metrics.milliseconds(.publishLag, Int(clamping: clock.now().milliseconds(since: event.timestamp)))
  }
}
