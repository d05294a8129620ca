import Environment
import EventSourcing
import Invocation
import JSON
import ReadModel

/// `getAggregateEvents`: the events of one log, oldest first.
struct AggregateEventsQuestion: Question {
  private let aggregateID: AggregateID
  private let limit: Int
  private let from: SequenceNumber
  private let question: JSONValue

  init(_ fields: Fields) throws(RequestError) {
    aggregateID = try fields.aggregateID("aggregateId")
    limit = try fields.limit(default: Fields.maximumLimit)
    let first = try fields.sequence("fromSequence", from: 0) ?? .zero.next
    question = [
      "queryType": .string(QueryName.aggregateEvents), "aggregateId": .string(aggregateID.text),
      "fromSequence": .number(JSONNumber(first.value)),
    ]
    from = try fields.nextSequence(question: question) ?? first
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    let (events, next) = try page(from: sources, deadline: deadline)
    var body: JSONObject = [
      "aggregateId": .string(aggregateID.text), "events": .array(events),
      "eventCount": .number(JSONNumber(events.count)),
    ]
    if let next {
      body["nextToken"] = .string(PageToken(place: .number(JSONNumber(next.value)), question: question).text)
    }
    return Answer(statusCode: 200, body: .object(body))
  }

  private func page(
    from sources: QuerySources, deadline: Timestamp?
  ) throws(QueryFailure) -> (events: [JSONValue], next: SequenceNumber?) {
    var events: [JSONValue] = []
    var budget = sources.budget
    var pages = LogPages(of: aggregateID, from: from, in: sources, deadline: deadline)
    // One more than is wanted: a token is given out only if something stands behind it.
    while let page = try pages.next(atMost: limit - events.count + 1) {
      for event in page {
        let detail = JSONValue.object(event.detail)
        guard events.count < limit, budget.take(detail) else { return (events, event.sequence) }
        events.append(detail)
      }
    }
    return (events, nil)
  }
}
