import Environment
import EventSourcing
import Invocation
import JSON
import ReadModel

/// `getAuditTrail`: what happened to an account, from the read model, oldest first.
struct AuditTrailQuestion: Question {
  private let accountID: AggregateID
  private let limit: Int
  private let from: SequenceNumber
  private let question: JSONValue

  init(_ fields: Fields) throws(RequestError) {
    accountID = try fields.aggregateID("accountId")
    limit = try fields.limit(default: Fields.maximumLimit)
    question = ["queryType": .string(QueryType.auditTrail.rawValue), "accountId": .string(accountID.text)]
    from = try fields.nextSequence(question: question) ?? .zero.next
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    guard let summary = try sources.summary(of: accountID, deadline: deadline) else {
      return AccountSummaryQuestion.notFound
    }
    // The summary is written after the audit items, so those behind it may be half of a write.
    let version = summary["Version"]?.number?.int.flatMap(SequenceNumber.init) ?? .zero
    let (events, next) = try page(from: sources, through: version, deadline: deadline)
    var body: JSONObject = [
      "AccountId": .string(accountID.text), "ProjectionType": "AuditTrail", "Events": .array(events),
      "LastEventId": summary["LastEventId"] ?? .null, "LastUpdated": summary["LastUpdated"] ?? .null,
      "Version": summary["Version"] ?? 0,
    ]
    if let next {
      body["nextToken"] = .string(PageToken(place: .number(JSONNumber(next.value)), question: question).text)
    }
    return Answer(statusCode: 200, body: .object(body))
  }

  private func page(
    from sources: QuerySources, through version: SequenceNumber, deadline: Timestamp?
  ) throws(QueryFailure) -> (events: [JSONValue], next: SequenceNumber?) {
    var events: [JSONValue] = []
    var budget = sources.budget
    var place = from
    while place <= version {
      if events.count == limit { return (events, place) }
      let page = try sources.auditTrail(
        of: accountID, from: place, through: version, limit: limit - events.count, deadline: deadline)
      for (number, item) in page.items.enumerated() {
        let event = Self.event(item)
        guard budget.take(event) else { return (events, place.advanced(by: number)) }
        events.append(event)
      }
      guard page.hasMore, let last = page.last else { break }
      place = last.next
    }
    return (events, nil)
  }

  private static func event(_ item: JSONObject) -> JSONValue {
    .object(JSONObject(["EventId", "EventType", "Timestamp", "Data"].map { ($0, item[$0] ?? .null) }))
  }
}
