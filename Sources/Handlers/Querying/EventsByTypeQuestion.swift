import Accounts
import Environment
import Invocation
import JSON

/// `getEventsByType`: all events of one type, newest first.
struct EventsByTypeQuestion: Question {
  private let type: AccountEventType
  private let list: EventListAnswer

  init(_ fields: Fields) throws(RequestError) {
    let name = try fields.string("eventType")
    guard let type = AccountEventType(rawValue: name) else {
      let known = AccountEventType.allCases.map(\.rawValue)
      throw .invalid("eventType", mustBe: "one of \(known.joined(separator: ", "))")
    }
    self.type = type
    list = try EventListAnswer(
      fields, types: [type.rawValue], forward: false, bounds: try TimeBounds(fields),
      question: ["queryType": .string(QueryType.eventsByType.rawValue), "eventType": .string(name)])
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    try list.answer(["eventType": .string(type.rawValue)], from: sources, deadline: deadline)
  }
}
