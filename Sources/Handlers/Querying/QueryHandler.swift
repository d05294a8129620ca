import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime
import ReadModel

/// The query function: finds the question in the request, and answers it from the read model and the event store.
public final class QueryHandler: LambdaHandler {
  private let sources: QuerySources

  public init(
    log: any EventStore & CheckpointStore, index: any EventIndex, readModel: any ReadModelReader, clock: any Clock
  ) {
    sources = QuerySources(log: log, index: index, readModel: readModel, checkpoints: log, clock: clock)
  }

  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let envelope: Envelope
    let request: JSONObject?
    do throws(EnvelopeError) {
      envelope = try Envelope(event)
      request = try Self.request(in: envelope)
    } catch {
      return Answer(error.requestError).rendered(for: error.kind)
    }
    guard let request else {
      return Answer(statusCode: 404, body: ["error": "Not found"]).rendered(for: envelope.kind)
    }
    return try answer(request, for: envelope.kind, context: context).rendered(for: envelope.kind)
  }

  /// - Returns: nil for a path that is no route.
  private static func request(in envelope: Envelope) throws(EnvelopeError) -> JSONObject? {
    if let http = envelope.http, http.method == "GET" { return try QueryRoute.request(http) }
    return try envelope.request()
  }

  private func answer(
    _ request: JSONObject, for kind: EnvelopeKind, context: InvocationContext
  ) throws(FunctionError) -> Answer {
    let fields = Fields(request)
    let type: QueryType
    let question: any Question
    do throws(RequestError) {
      type = try Self.type(fields)
      question = try Self.question(type, fields)
    } catch {
      context.logger.warn("query refused", [("reason", .string(error.message))])
      return Answer(error)
    }
    context.logger.aggregateID = request["accountId"]?.string ?? request["aggregateId"]?.string
    var sources = sources
    sources.budget = AnswerBudget(for: kind)
    do throws(QueryFailure) {
      let answer = try question.answer(from: sources, deadline: context.deadline)
      context.logger.info(
        "query answered",
        [("queryType", .string(type.rawValue)), ("statusCode", .number(JSONNumber(answer.statusCode)))])
      return answer
    } catch {
      let failure = error.functionError
      context.logger.error(
        "query failed", [("queryType", .string(type.rawValue)), ("reason", .string(failure.type))])
      throw failure
    }
  }

  private static func type(_ fields: Fields) throws(RequestError) -> QueryType {
    let supported: JSONObject = [
      "supportedQueryTypes": .array(QueryType.allCases.map { .string($0.rawValue) })
    ]
    let name: String
    do throws(RequestError) {
      name = try fields.string("queryType")
    } catch {
      throw RequestError(error.message, field: error.field, details: supported)
    }
    guard let type = QueryType(rawValue: name) else {
      throw RequestError("Unknown queryType", field: "queryType", details: supported)
    }
    return type
  }

  private static func question(_ type: QueryType, _ fields: Fields) throws(RequestError) -> any Question {
    switch type {
    case .accountSummary: try AccountSummaryQuestion(fields)
    case .auditTrail: try AuditTrailQuestion(fields)
    case .aggregateEvents: try AggregateEventsQuestion(fields)
    case .reconstructState: try ReconstructStateQuestion(fields)
    case .eventsByType: try EventsByTypeQuestion(fields)
    case .eventsByTimeRange: try EventsByTimeRangeQuestion(fields)
    case .verifyIntegrity: try VerifyIntegrityQuestion(fields)
    }
  }
}
