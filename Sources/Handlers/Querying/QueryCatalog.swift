import EventSourcing
import Invocation
import JSON

/// The questions about a domain's aggregates: by name, and by route.
struct QueryCatalog<Model: Domain> {
  typealias Reading = (Fields) throws(RequestError) -> any Question

  /// In the order in which an answer to an unknown name lists them.
  private let questions: [(name: String, read: Reading)]
  private let routes: [QueryRoute]

  init() {
    let noun = Model.noun
    var questions: [(name: String, read: Reading)] = [
      (noun.summaryQuery, { fields throws(RequestError) in try SummaryQuestion<Model>(fields) }),
      (QueryName.auditTrail, { fields throws(RequestError) in try AuditTrailQuestion<Model>(fields) }),
      (QueryName.aggregateEvents, { fields throws(RequestError) in try AggregateEventsQuestion(fields) }),
      (QueryName.state, { fields throws(RequestError) in try ReconstructStateQuestion<Model>(fields) }),
      (QueryName.eventsByType, { fields throws(RequestError) in try EventsByTypeQuestion<Model>(fields) }),
      (QueryName.eventsByTimeRange, { fields throws(RequestError) in try EventsByTimeRangeQuestion<Model>(fields) }),
    ]
    var routes = [
      QueryRoute(template: noun.route, queryType: noun.summaryQuery, idMember: noun.idMember),
      QueryRoute(template: noun.route + "/events", queryType: QueryName.aggregateEvents, idMember: "aggregateId"),
    ]
    for view in Model.views {
      questions.append(
        (view.query(of: noun), { fields throws(RequestError) in try ViewQuestion<Model>(view, fields) }))
      routes.append(
        QueryRoute(template: view.route(of: noun), queryType: view.query(of: noun), idMember: view.owner.idMember))
    }
    questions.append(
      (QueryName.integrity, { fields throws(RequestError) in try VerifyIntegrityQuestion<Model>(fields) }))
    self.questions = questions
    self.routes = routes
  }

  /// The question of a request.
  ///
  /// - Throws: `RequestError` naming the field that is wrong; it lists the names where it is the question's own.
  func question(_ fields: Fields) throws(RequestError) -> any Question {
    let supported: JSONObject = ["supportedQueryTypes": .array(questions.map { .string($0.name) })]
    let name: String
    do throws(RequestError) {
      name = try fields.string("queryType")
    } catch {
      throw RequestError(error.message, field: error.field, details: supported)
    }
    guard let question = questions.first(where: { $0.name == name }) else {
      throw RequestError("Unknown queryType", field: "queryType", details: supported)
    }
    return try question.read(fields)
  }

  /// The request that an HTTP GET stands for; nil where no route fits.
  ///
  /// - Throws: `EnvelopeError` for parameters that cannot be decoded.
  func request(_ http: HTTPInvocation) throws(EnvelopeError) -> JSONObject? {
    for route in routes {
      if let request = try route.request(http) { return request }
    }
    return nil
  }
}
