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
    var events = EventList(sources.budget)
    let next = try take(from: sources, into: &events, deadline: deadline)
    let token = next.map { PageToken(place: .number(JSONNumber($0.value)), question: question).text }
    return Answer(
      statusCode: 200,
      escaped: events.body(
        ["aggregateId": .string(aggregateID.text)], JSONObject(token.map { [("nextToken", .string($0))] } ?? [])))
  }

  /// - Returns: where the next page begins; nil behind the last event.
  private func take(
    from sources: QuerySources, into events: inout EventList, deadline: Timestamp?
  ) throws(QueryFailure) -> SequenceNumber? {
    var pages = LogPages(of: aggregateID, from: from, in: sources, deadline: deadline)
    // One more than is wanted: a token is given out only if something stands behind it.
    while let page = try pages.next(atMost: limit - events.count + 1) {
      for event in page where events.count == limit || !events.take(event) { return event.sequence }
    }
    return nil
  }
}
