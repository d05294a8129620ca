import Environment
import EventSourcing
import Invocation
import ReadModel

/// One domain as the query function sees it: its questions, and where they are answered from.
public struct QueryDomain {
  /// Reads a question from a request.
  typealias Reading = (Fields) throws(RequestError) -> any Question

  let noun: Noun
  let eventTypes: [EventType]
  let sources: QuerySources
  /// The questions that only this domain has, by name: the summary first, then the views.
  let summary: Reading
  let views: [(name: String, read: Reading)]
  /// Those that all domains have, about one aggregate.
  let auditTrail: Reading
  let state: Reading
  let integrity: Reading
  let routes: [QueryRoute]

  public init<Model: Domain>(
    _ model: Model.Type, log: any EventStore & CheckpointStore, index: any EventIndex,
    readModel: any ReadModelQueries, clock: any Clock
  ) {
    let noun = Model.noun
    self.noun = noun
    eventTypes = Model.eventTypes
    sources = QuerySources(log: log, index: index, readModel: readModel, checkpoints: log, clock: clock)
    summary = { fields throws(RequestError) in try SummaryQuestion<Model>(fields) }
    views = Model.views.map { view in
      (view.query(listing: noun), { fields throws(RequestError) in try ViewQuestion<Model>(view, fields) })
    }
    auditTrail = { fields throws(RequestError) in try AuditTrailQuestion<Model>(fields) }
    state = { fields throws(RequestError) in try ReconstructStateQuestion<Model>(fields) }
    integrity = { fields throws(RequestError) in try VerifyIntegrityQuestion<Model>(fields) }
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
}
