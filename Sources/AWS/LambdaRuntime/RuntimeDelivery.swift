import Environment
import HTTPTransport
import JSON

/// Talks to the Runtime API and decides which failures heal. Every loop is bounded: it never spins.
struct RuntimeDelivery {
  let transport: Transport
  let sleeper: Sleeper
  let logger: Logger

  /// The next event. A broken connection and a 5xx are tried again.
  /// - Throws: when the last try failed, or the answer is one that cannot heal.
  func next(_ request: HTTPRequest) throws(RuntimeExit) -> RuntimeEvent {
    var reason = ""
    for pause in pauses {
      sleeper.sleep(milliseconds: pause)
      switch attempt(request) {
      case .success(let response) where response.status == 200:
        if let event = RuntimeEvent(response) { return event }
        reason = "an event without a request id"
      case .success(let response) where response.status < 500:
        throw RuntimeExit(reason: "The Runtime API answered \(response.status) to /next")
      case .success(let response): reason = "status \(response.status)"
      case .failure(let error) where error.kind == .other:
        throw RuntimeExit(reason: "The Runtime API cannot be asked: \(error)")
      case .failure(let error): reason = error.description
      }
      logger.warn("The Runtime API gave no event", [("reason", .string(reason))])
    }
    throw RuntimeExit(reason: "The Runtime API gave no event in \(pauses.count) tries, the last time: \(reason)")
  }

  /// Sends an answer or an error report. A broken connection is tried again with the same request id, which Lambda
  /// accepts once; an answer that it refuses is logged, for the invoker has got another one by then.
  /// - Throws: when Lambda says that the sandbox is lost (5xx).
  func send(_ request: HTTPRequest) throws(RuntimeExit) {
    var mayHaveArrived = false
    for pause in pauses {
      sleeper.sleep(milliseconds: pause)
      switch attempt(request) {
      case .success(let response) where response.status < 300: return
      case .success(let response) where response.status >= 500:
        throw RuntimeExit(reason: "The Runtime API answered \(response.status) to a POST")
      case .success(let response):
        return report(response, to: request, mayHaveArrived: mayHaveArrived)
      case .failure(let error):
        mayHaveArrived = mayHaveArrived || error.mayHaveExecuted
        logger.warn("The Runtime API could not be reached", [("reason", .string(error.description))])
      }
    }
    logger.error("The answer could not be delivered", [("tries", .number(JSONNumber(pauses.count)))])
  }

  private func attempt(_ request: HTTPRequest) -> Result<HTTPResponse, TransportError> {
    do throws(TransportError) {
      return .success(try transport.perform(request))
    } catch {
      return .failure(error)
    }
  }

  /// After a refusal there is nothing left to send: to a 413 Lambda has already told the invoker, and an
  /// `/error` would be refused with 403.
  private func report(_ response: HTTPResponse, to request: HTTPRequest, mayHaveArrived: Bool) {
    if response.status == 400, mayHaveArrived {
      logger.debug("The answer had arrived before its connection broke")
      return
    }
    let fields: [(String, JSONValue)] = [
      ("status", .number(JSONNumber(response.status))), ("size", .number(JSONNumber(request.body.count))),
    ]
    logger.error("The Runtime API refused the answer", fields)
  }
}

/// Milliseconds to wait before each try: at once, at once again because a kept connection may have been closed, and
/// then long enough for a restarting emulator.
private let pauses = [0, 0, 100, 200, 400, 800]
