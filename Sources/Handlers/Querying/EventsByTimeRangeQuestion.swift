import Accounts
import Environment
import Invocation
import JSON

/// `getEventsByTimeRange`: the events of all types between two instants, oldest first, merged from the index.
struct EventsByTimeRangeQuestion: Question {
  private let list: EventListAnswer

  init(_ fields: Fields) throws(RequestError) {
    let bounds = try TimeBounds(fields)
    if bounds.start == nil { throw .missing("startTime") }
    if bounds.end == nil { throw .missing("endTime") }
    list = try EventListAnswer(
      fields, types: AccountEventType.allCases.map(\.rawValue), forward: true, bounds: bounds,
      question: ["queryType": .string(QueryType.eventsByTimeRange.rawValue)])
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    try list.answer(from: sources, deadline: deadline)
  }
}
