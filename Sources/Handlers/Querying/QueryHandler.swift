import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime
import ReadModel

/// The query function: finds the question in the request, and answers it from the read model and the event
/// store.
public final class QueryHandler: LambdaHandler {
  private let catalog: QueryCatalog

  public init(_ first: QueryDomain, _ others: [QueryDomain] = []) {
    catalog = QueryCatalog(first, others)
  }

  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let envelope: Envelope
    let request: JSONObject?
    do throws(EnvelopeError) {
      envelope = try Envelope(event)
      request = try self.request(in: envelope)
    } catch {
      return Answer(error.requestError).rendered(for: error.kind)
    }
    guard let request else {
      return Answer(statusCode: 404, body: ["error": "Not found"]).rendered(for: envelope.kind)
    }
    return try answer(request, for: envelope.kind, context: context).rendered(for: envelope.kind)
  }

  /// - Returns: nil for a path that is no route.
  private func request(in envelope: Envelope) throws(EnvelopeError) -> JSONObject? {
    if let http = envelope.http, http.method == "GET" { return try catalog.request(http) }
    return try envelope.request()
  }

  private func answer(
    _ request: JSONObject, for kind: EnvelopeKind, context: InvocationContext
  ) throws(FunctionError) -> Answer {
    let found: QueryCatalog.Found
    do throws(RequestError) {
      found = try catalog.question(Fields(request))
    } catch {
      context.logger.warn("query refused", [("reason", .string(error.message))])
      return Answer(error)
    }
    let name = request["queryType"] ?? .null
    context.workOn(catalog.aggregateID(in: request))
    var sources = found.sources
    sources.budget = AnswerBudget(for: kind)
    do throws(QueryFailure) {
      let answer = try found.question.answer(from: sources, deadline: context.deadline)
      context.logger.info(
        "query answered", [("queryType", name), ("statusCode", .number(JSONNumber(answer.statusCode)))])
      return answer
    } catch {
      let failure = error.functionError
      context.logger.error("query failed", [("queryType", name), ("reason", .string(failure.type))])
      throw failure
    }
  }
}
