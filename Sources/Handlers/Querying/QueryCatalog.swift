import EventSourcing
import Invocation
import JSON

/// The questions about a domain's aggregates: by name, and by route.
struct QueryCatalog<Model: Domain> {
  private struct Entry {
    let name: String
    let read: (Fields) throws(RequestError) -> any Question

    init(_ name: String, _ read: @escaping (Fields) throws(RequestError) -> any Question) {
      self.name = name
      self.read = read
    }
  }

  /// In the order in which an answer to an unknown name lists them.
  private let entries: [Entry]
  private let routes: [QueryRoute]

  init() {
    let noun = Model.noun
    let views = Model.views.map { view in
      Entry(view.query(listing: noun)) { fields throws(RequestError) in try ViewQuestion<Model>(view, fields) }
    }
    entries =
      [
        Entry(noun.summaryQuery) { fields throws(RequestError) in try SummaryQuestion<Model>(fields) },
        Entry(QueryName.auditTrail) { fields throws(RequestError) in try AuditTrailQuestion<Model>(fields) },
        Entry(QueryName.aggregateEvents) { fields throws(RequestError) in try AggregateEventsQuestion(fields) },
        Entry(QueryName.state) { fields throws(RequestError) in try ReconstructStateQuestion<Model>(fields) },
        Entry(QueryName.eventsByType) { fields throws(RequestError) in try EventsByTypeQuestion<Model>(fields) },
        Entry(QueryName.eventsByTimeRange) { fields throws(RequestError) in try EventsByTimeRangeQuestion<Model>(fields)
        },
      ] + views + [
        Entry(QueryName.integrity) { fields throws(RequestError) in try VerifyIntegrityQuestion<Model>(fields) }
      ]
    routes =
      [
        QueryRoute(template: noun.route, queryType: noun.summaryQuery, idMember: noun.idMember),
        QueryRoute(template: noun.route + "/events", queryType: QueryName.aggregateEvents, idMember: "aggregateId"),
      ]
      + Model.views.map { view in
        QueryRoute(
          template: view.route(listing: noun), queryType: view.query(listing: noun), idMember: view.owner.idMember)
      }
  }

  /// The question of a request.
  ///
  /// - Throws: `RequestError` naming the field that is wrong; it lists the names where it is the question's own.
  func question(_ fields: Fields) throws(RequestError) -> any Question {
    let supported: JSONObject = ["supportedQueryTypes": .array(entries.map { .string($0.name) })]
    let name: String
    do throws(RequestError) {
      name = try fields.string("queryType")
    } catch {
      throw RequestError(error.message, field: error.field, details: supported)
    }
    guard let entry = entries.first(where: { $0.name == name }) else {
      throw RequestError("Unknown queryType", field: "queryType", details: supported)
    }
    return try entry.read(fields)
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
