import Environment
import EventSourcing
import Invocation
import JSON

/// `getEventsByType`: all events of one type, newest first.
struct EventsByTypeQuestion<Model: Domain>: Question {
  private let type: String
  private let list: EventListAnswer

  init(_ fields: Fields) throws(RequestError) {
    type = try fields.string("eventType")
    if Model.eventType(named: type) == nil {
      let known = Model.eventTypes.map(\.name)
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
