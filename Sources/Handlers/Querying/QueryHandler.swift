import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime
import ReadModel

/// The query function: finds the question in the request, and answers it from the read model and the event
/// store.
public final class QueryHandler: LambdaHandler {
  /// The path of the HTTP API that questions are posted to.
  public static let path = "/queries"

  private let catalog: QueryCatalog
  private let resources: HTTPResources

  public init(_ first: QueryDomain, _ others: [QueryDomain] = []) {
    catalog = QueryCatalog(first, others)
    resources = HTTPResources(readable: catalog.templates, posted: Self.path)
  }

  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let envelope: Envelope
    do throws(EnvelopeError) {
      envelope = try Envelope(event)
    } catch {
      return Answer(error.requestError).rendered(for: error.kind)
    }
    return envelope.render(try answer(to: envelope, context: context))
  }

  private func answer(to envelope: Envelope, context: InvocationContext) throws(FunctionError) -> Answer {
    let request: JSONObject
    do throws(EnvelopeError) {
      if let http = envelope.http, let answer = try resources.answer(to: http) { return answer }
      request = try self.request(in: envelope)
    } catch {
      return Answer(error.requestError)
    }
    return try answer(request, for: envelope.kind, context: context)
  }

  private func request(in envelope: Envelope) throws(EnvelopeError) -> JSONObject {
    if let http = envelope.http, let request = try catalog.request(http) { return request }
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
