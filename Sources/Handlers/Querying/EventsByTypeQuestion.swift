import Environment
import EventSourcing
import Invocation
import JSON

/// `getEventsByType`: all events of one type, newest first.
struct EventsByTypeQuestion: Question {
  private let type: String
  private let list: EventListAnswer

  /// - Parameter known: the names of all types of events.
  init(_ fields: Fields, known: [String]) throws(RequestError) {
    type = try fields.string("eventType")
    if !known.contains(type) {
      throw .invalid("eventType", mustBe: "one of \(known.joined(separator: ", "))")
    }
    list = try EventListAnswer(
      fields, types: [type], forward: false, bounds: try TimeBounds(fields),
      question: ["queryType": .string(QueryName.eventsByType), "eventType": .string(type)])
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    try list.answer(["eventType": .string(type)], from: sources, deadline: deadline)
  }
}
