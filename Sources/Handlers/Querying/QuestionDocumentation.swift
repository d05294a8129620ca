import EventSourcing
import Invocation
import JSON

/// What callers are told of one question: its members, its answers, and its route where it has one.
public struct QuestionDocumentation: Sendable {
  /// One member of the request beside `queryType`.
  public struct Member: Sendable {
    public let name: String
    /// Its JSON Schema (draft 2020-12).
    public let schema: JSONObject
    public let isRequired: Bool

    init(_ name: String, _ schema: JSONObject, isRequired: Bool = false) {
      self.name = name
      self.schema = schema
      self.isRequired = isRequired
    }
  }

  /// The same question as a GET.
  public struct Route: Sendable {
    /// With one parameter, `{id}`.
    public let template: String
    /// A name of its own among the routes: `getAccountEvents`.
    public let name: String
    /// The request's member that the parameter stands for; the others are in the query string.
    public let idMember: String
  }

  /// The `queryType`.
  public let name: String
  /// What its schemas are called before `Query` and `Answer`: `GetAccountSummary`.
  public let title: String
  /// In one sentence.
  public let summary: String
  public let members: [Member]
  /// The JSON Schema of the body of a 200.
  public let answer: JSONObject
  /// The schemas' names of the bodies that other statuses than 200 and 400 have.
  public let failures: [Int: String]
  public let routes: [Route]

  init(
    _ name: String, title: String? = nil, _ summary: String, _ members: [Member], answer: JSONObject,
    failures: [Int: String] = [:], routes: [Route] = []
  ) {
    self.name = name
    self.title = title ?? name.prefix(1).uppercased() + name.dropFirst()
    self.summary = summary
    self.members = members
    self.answer = answer
    self.failures = failures
    self.routes = routes
  }

  /// All questions about some domains' aggregates, in the order in which an answer to an unknown name lists them; one that
  /// is asked of each domain with another member is there for each.
  public static func all(of domains: [DomainDocumentation]) -> [QuestionDocumentation] {
    domains.map(summary) + auditTrails(of: domains) + [aggregateEvents(of: domains), state(of: domains)]
      + [eventsByType(of: domains), eventsByTimeRange] + domains.flatMap { $0.views.map(\.question) } + [integrity]
  }
}
