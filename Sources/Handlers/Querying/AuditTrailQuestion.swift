import Environment
import EventSourcing
import Invocation
import JSON
import ReadModel

/// `getAuditTrail`: what happened to an aggregate, from the read model, oldest first.
///
/// Audit items that are not there are said in their place, as `{…, FirstSequence, LastSequence, error}`.
struct AuditTrailQuestion<Model: Domain>: Question {
  private let aggregateID: AggregateID
  private let limit: Int
  private let from: SequenceNumber
  private let question: JSONValue

  init(_ fields: Fields) throws(RequestError) {
    let member = Model.noun.idMember
    aggregateID = try fields.aggregateID(member)
    limit = try fields.limit(default: Fields.maximumLimit)
    question = .object(
      JSONObject([("queryType", .string(QueryName.auditTrail)), (member, .string(aggregateID.text))]))
    from = try fields.nextSequence(question: question) ?? .zero.next
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    guard let summary = try sources.summary(of: aggregateID, consistent: false, deadline: deadline) else {
      return .notFound(Model.noun)
    }
    // The summary is written after the audit items, so those behind it may be half of a write.
    let version = summary["Version"]?.number?.int.flatMap(SequenceNumber.init) ?? .zero
    let (events, next) = try page(from: sources, through: version, deadline: deadline)
    var body = JSONObject([
      (Model.noun.idAttribute, .string(aggregateID.text)), ("ProjectionType", "AuditTrail"), ("Events", .array(events)),
      ("LastEventId", summary["LastEventId"] ?? .null), ("LastUpdated", summary["LastUpdated"] ?? .null),
      ("Version", summary["Version"] ?? 0),
    ])
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
    var pages = AuditPages(of: aggregateID, from: from, through: version, in: sources, deadline: deadline)
    while let entries = try pages.next(atMost: limit - events.count) {
      for entry in entries {
        let element = Self.element(entry)
        guard events.count < limit, budget.take(element) else { return (events, entry.first) }
        events.append(element)
      }
      if events.count == limit { return (events, pages.isAtEnd ? nil : pages.place) }
    }
    return (events, nil)
  }

  private static func element(_ entry: AuditEntry) -> JSONValue {
    var element = JSONObject(
      ["EventId", "EventType", "Timestamp", "Data"].map { ($0, entry.item?[$0] ?? .null) })
    if entry.item == nil {
      element["FirstSequence"] = .number(JSONNumber(entry.first.value))
      element["LastSequence"] = .number(JSONNumber(entry.last.value))
      element["error"] = "the audit trail lacks these events"
    }
    return .object(element)
  }
}
