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
    var body: JSONObject = ["eventType": .string(type.rawValue)]
    for (name, value) in try list.body(from: sources, deadline: deadline) { body[name] = value }
    return Answer(statusCode: 200, body: .object(body))
  }
}
