import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// The command function: finds the domain that a command is for, has it carried out, and answers.
public struct CommandHandler: LambdaHandler {
  /// The path of the HTTP API that commands are posted to.
  public static let path = "/commands"

  private let resources = HTTPResources(posted: Self.path)
  private let domains: [DomainCommands]
  private let known: [String]

  /// - Parameter domains: never empty; what is for none of them is answered by the first.
  public init(_ first: DomainCommands, _ others: [DomainCommands] = []) {
    domains = [first] + others
    known = domains.flatMap(\.eventTypes)
  }

  /// - Throws: `FunctionError` where the store failed or the event is no request at all (`UnsupportedEvent`); a caller's
  ///   own mistake is an answer.
  public func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    let envelope: Envelope
    do throws(EnvelopeError) {
      envelope = try Envelope(event)
    } catch {
      return try refuse(error, context).rendered(for: error.kind)
    }
    return envelope.render(try answer(to: envelope, context))
  }

  private func answer(to envelope: Envelope, _ context: InvocationContext) throws(FunctionError) -> Answer {
    let object: JSONObject
    do throws(EnvelopeError) {
      if let http = envelope.http, let answer = try resources.answer(to: http) { return answer }
      object = try envelope.request()
    } catch {
      return try refuse(error, context)
    }
    return try domain(of: object).answer(object, known, context)
  }

  /// The first event's type says whose a command is.
  private func domain(of object: JSONObject) -> DomainCommands {
    let type = object["eventType"]?.string ?? object["events"]?.array?.first?["eventType"]?.string
    return domains.first { domain in type.map { domain.eventTypes.contains($0) } ?? false } ?? domains[0]
  }

  /// An answer to an event that is no request would acknowledge it, so that its sender would never know.
  private func refuse(_ error: EnvelopeError, _ context: InvocationContext) throws(FunctionError) -> Answer {
    if case .unsupportedEvent = error.reason {
      context.count(outcome: "UnsupportedEvent")
      throw FunctionError(type: "UnsupportedEvent", message: error.description)
    }
    return context.refuse(error.requestError)
  }
}

extension InvocationContext {
  /// Answers a request that asks for nothing that can be done.
  func refuse(_ error: RequestError) -> Answer {
    count(outcome: "ValidationError")
    logger.warn("The command was refused", [("reason", .string(error.message))])
    return Answer(error)
  }

  /// Counts what a command came to.
  func count(outcome: String) {
    metrics.count(.commands, dimensions: [("outcome", outcome)])
  }
}
