import Environment
import EventSourcing
import Invocation
import JSON

/// `getEventsByTimeRange`: the events of all types between two instants, oldest first, merged from the index.
struct EventsByTimeRangeQuestion: Question {
  private let list: EventListAnswer

  /// - Parameter types: the names of all types of events.
  init(_ fields: Fields, types: [String]) throws(RequestError) {
    let bounds = try TimeBounds(fields)
    if bounds.start == nil { throw .missing("startTime") }
    if bounds.end == nil { throw .missing("endTime") }
    list = try EventListAnswer(
      fields, types: types, forward: true, bounds: bounds,
      question: ["queryType": .string(QueryName.eventsByTimeRange)])
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    try list.answer(from: sources, deadline: deadline)
  }
}
