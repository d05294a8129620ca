import Environment
import EventSourcing
import Invocation
import JSON

/// The questions about the aggregates of one domain, or of several: by name, and by route.
struct QueryCatalog {
  /// A question, and where it is answered from.
  struct Found {
    let question: any Question
    let sources: QuerySources
  }

  private struct Entry {
    let name: String
    let find: (Fields) throws(RequestError) -> Found

    init(_ name: String, _ find: @escaping (Fields) throws(RequestError) -> Found) {
      self.name = name
      self.find = find
    }

    /// A question of one domain.
    init(_ name: String, _ domain: QueryDomain, _ read: @escaping QueryDomain.Reading) {
      self.init(name) { fields throws(RequestError) in
        Found(question: try read(fields), sources: domain.sources)
      }
    }
  }

  private let domains: [QueryDomain]
  /// In the order in which an answer to an unknown name lists them.
  private let entries: [Entry]
  private let routes: [QueryRoute]

  init(_ first: QueryDomain, _ others: [QueryDomain]) {
    let domains = [first] + others
    let types = domains.flatMap(\.eventTypes).map(\.name)
    self.domains = domains
    let listed: [Entry] = [
      Entry(QueryName.auditTrail) { fields throws(RequestError) in
        let domain = domains.first { fields.object[$0.noun.idMember].map { !$0.isNull } ?? false } ?? first
        return Found(question: try domain.auditTrail(fields), sources: domain.sources)
      },
      Entry(QueryName.aggregateEvents, first) { fields throws(RequestError) in try AggregateEventsQuestion(fields) },
      Entry(QueryName.state, first) { fields throws(RequestError) in
        try OwnersQuestion(fields, domains) { $0.state }
      },
      Entry(QueryName.eventsByType, first) { fields throws(RequestError) in
        try EventsByTypeQuestion(fields, known: types)
      },
      Entry(QueryName.eventsByTimeRange, first) { fields throws(RequestError) in
        try EventsByTimeRangeQuestion(fields, types: types)
      },
    ]
    let integrity = Entry(QueryName.integrity, first) { fields throws(RequestError) in
      try OwnersQuestion(fields, domains) { $0.integrity }
    }
    let views = domains.flatMap { domain in domain.views.map { Entry($0.name, domain, $0.read) } }
    let known = Set(types)
    let summaries = domains.map { domain in
      Entry(domain.noun.summaryQuery, domain) { fields throws(RequestError) in
        OwnQuestion(question: try domain.summary(fields), noun: domain.noun, known: known)
      }
    }
    entries = summaries + listed + views + [integrity]
    routes = domains.flatMap(\.routes)
  }

  /// The templates of the routes that questions have.
  var templates: [String] { routes.map(\.template) }

  /// The question of a request.
  ///
  /// - Throws: `RequestError` naming the field that is wrong; it lists the names where it is the question's own.
  func question(_ fields: Fields) throws(RequestError) -> Found {
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
    return try entry.find(fields)
  }

  /// The request that a path stands for; nil where no route fits.
  ///
  /// - Throws: `EnvelopeError` for parameters that cannot be decoded.
  func request(_ http: HTTPInvocation) throws(EnvelopeError) -> JSONObject? {
    for route in routes {
      if let request = try route.request(http) { return request }
    }
    return nil
  }

  /// The aggregate that a request is about, for the log.
  func aggregateID(in request: JSONObject) -> String? {
    (domains.map(\.noun.idMember) + ["aggregateId"]).lazy.compactMap { request[$0]?.string }.first
  }
}
