import Environment
import Invocation
import JSON
import LambdaRuntime
import TestSupport

/// What a function came to with one event.
enum Reply: Equatable {
  /// The status, and the body as it was written.
  case answer(Int, String)
  /// The invocation failed, by the name of the error.
  case failure(String)

  private static let statuses = [200, 400, 404, 405, 409, 422]

  /// Has an event handled, and looks at the form of the answer.
  init(of handler: some LambdaHandler, to event: [UInt8]) {
    let clock = ManualClock()
    let lines = RecordedLines()
    let context = InvocationContext(
      requestID: "request-1", logger: Logger(output: lines, clock: clock),
      metrics: Metrics(output: lines, clock: clock),
      tracer: Tracer(daemonAddress: nil))
    do throws(FunctionError) {
      let bytes = try handler.handle(event, context: context)
      self = Self.answer(bytes)
    } catch {
      self = .failure(error.type)
    }
    for line in lines.text.split(separator: "\n") {
      require((try? JSONValue(parsing: String(line))) != nil || !line.hasPrefix("{"), "a line is whole: \(line)")
    }
  }

  private static func answer(_ bytes: [UInt8]) -> Reply {
    let json = try? JSONValue(parsing: bytes)
    guard let status = json?["statusCode"]?.number?.int, let body = json?["body"]?.string else {
      fatalError("broken: an answer has a status and a body")
    }
    require(statuses.contains(status), "\(status) is a status that is documented")
    require(body.isEmpty || (try? JSONValue(parsing: body)) != nil, "a body is JSON: \(body)")
    return .answer(status, body)
  }

  /// The answer's body, read.
  var body: JSONValue? {
    if case .answer(_, let text) = self { try? JSONValue(parsing: text) } else { nil }
  }
}
