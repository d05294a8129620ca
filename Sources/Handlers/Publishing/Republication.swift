import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// Sends stored events of one aggregate to the bus again: `{"action": "republish", "aggregateId", "fromSequence"?,
/// "toSequence"?, "maximumEventsPerSecond"?}`.
struct Republication {
  private static let maximumPageSize = 100

  let aggregateID: AggregateID
  let from: SequenceNumber
  let through: SequenceNumber
  /// So that a long log does not crowd live traffic off the bus.
  let maximumEventsPerSecond: Int

  /// No more than may be sent in a second: then no pause is longer than one.
  private var pageSize: Int { min(Self.maximumPageSize, maximumEventsPerSecond) }

  /// - Throws: `RequestError` naming the field.
  init(_ fields: Fields) throws(RequestError) {
    let name = try fields.string("aggregateId", bytes: 1...AggregateID.maximumBytes)
    do {
      aggregateID = try AggregateID(name)
    } catch {
      throw RequestError("Invalid field aggregateId: \(error.reason)", field: "aggregateId")
    }
    let range = 1...SequenceNumber.maximum
    let lowest = try fields.optionalInteger("fromSequence", in: range) ?? range.lowerBound
    let highest = try fields.optionalInteger("toSequence", in: range) ?? range.upperBound
    guard lowest <= highest else { throw .invalid("toSequence", mustBe: "at least fromSequence") }
    from = SequenceNumber(lowest) ?? .zero.next
    through = SequenceNumber(highest) ?? from
    maximumEventsPerSecond = try fields.optionalInteger("maximumEventsPerSecond", in: 1...10_000) ?? 500
  }

  /// Sends page by page until the end, or until the invocation's time runs short; then `continueFrom` says where to go
  /// on. At least one page is sent, so that who goes on gets to the end.
  func run(
    on store: any EventStore, with publisher: EventPublisher, clock: any Clock, sleeper: any Sleeper,
    _ context: InvocationContext
  ) throws(FunctionError) -> Answer {
    var published = 0
    var next = from
    while next <= through {
      let page = try page(from: next, of: store, context)
      let start = clock.now()
      let outcomes = publisher.publish(page.events, traceHeader: context.tracer.header, deadline: context.deadline)
      let done = outcomes.prefix { $0 == .published }.count
      published += done
      context.metrics.count(.published, done)
      if done < outcomes.count {
        throw FunctionError(
          type: outcomes[done].failureName,
          message: "\(published) events were published; event \(page.events[done].sequence) was not: "
            + (outcomes[done].reason ?? ""))
      }
      guard page.hasMore, let last = page.events.last else { break }
      next = last.sequence.next
      let pause = pause(after: page.events.count, took: clock.now().milliseconds(since: start))
      let left = context.deadline?.milliseconds(since: clock.now()) ?? .max
      if left < pause + 2 * EventPublisher.reserve {
        return answer(published: published, continueFrom: next)
      }
      if pause > 0 { sleeper.sleep(milliseconds: Int(clamping: pause)) }
    }
    return answer(published: published, continueFrom: nil)
  }

  private func page(
    from next: SequenceNumber, of store: any EventStore, _ context: InvocationContext
  ) throws(FunctionError) -> EventPage {
    do {
      return try store.events(
        of: aggregateID, from: next, through: through, limit: pageSize, deadline: context.deadline)
    } catch {
      throw FunctionError(type: error.name, message: error.message)
    }
  }

  /// What is missing to the time that so many events may take.
  private func pause(after count: Int, took milliseconds: Int64) -> Int64 {
    let due = Int64(count) * 1_000 / Int64(maximumEventsPerSecond)
    return due - min(max(milliseconds, 0), due)
  }

  private func answer(published: Int, continueFrom: SequenceNumber?) -> Answer {
    var body = JSONObject([
      ("aggregateId", .string(aggregateID.text)), ("published", .number(JSONNumber(published))),
    ])
    if let continueFrom { body["continueFrom"] = .number(JSONNumber(continueFrom.value)) }
    return Answer(statusCode: 200, body: .object(body))
  }
}
