import Environment
import HTTPTransport
import LambdaRuntime
import TestSupport

/// Answers of the Runtime API as they come from the wire.
struct RuntimeAnswersTarget: FuzzTarget {
  private static let authority = "127.0.0.1:9001"
  private static let base = "http://\(authority)/2018-06-01/runtime/"

  func check(_ input: [UInt8]) {
    let read = Self.read(input, inPiecesOf: input.count)
    for size in [1, 3, 64] {
      require(Self.read(input, inPiecesOf: size) == read, "an answer is the same in pieces of \(size) bytes")
    }
    guard case .success(let answer) = read else { return }
    let transport = ScriptedTransport { request, number in
      if request.method == "POST" { return .response(202) }
      // The next one ends the loop.
      return number == 0 ? .success(answer) : .response(403)
    }
    let lines = RecordedLines()
    let environment = EnvironmentVariables(["AWS_LAMBDA_RUNTIME_API": Self.authority])
    let runtime = try? LambdaRuntime(
      environment: environment, transport: transport, clock: ManualClock(), sleeper: RecordingSleeper(), output: lines)
    let handler = EchoHandler()
    require(runtime?.run(handler).reason.isEmpty == false, "the loop ends with a reason")
    checkRequests(transport.requests, answer)
    require(handler.bodies == (transport.requests.count > 2 ? [answer.body] : []), "an event is handled once")
  }

  /// One question, its answer, one question; or two questions where the first answer was no event.
  private func checkRequests(_ requests: [HTTPRequest], _ answer: HTTPResponse) {
    let posts = requests.filter { $0.method == "POST" }
    for request in requests where request.method == "GET" {
      require(request.url == Self.base + "invocation/next", "events are asked for in one place: \(request.url)")
    }
    for request in posts {
      let names = request.url.dropFirst(Self.base.utf8.count).split(separator: "/", omittingEmptySubsequences: false)
      require(request.url.hasPrefix(Self.base + "invocation/"), "an answer goes to the Runtime API: \(request.url)")
      require(names.count == 3 && names[2] == "response", "the id is one part of the path: \(request.url)")
      require(String(names[1]) == answer.headers["lambda-runtime-aws-request-id"], "the id is that of the event")
      require(request.body == answer.body, "the answer is the handler's")
    }
  }

  /// As a transport reads it.
  private static func read(_ input: [UInt8], inPiecesOf size: Int) -> Result<HTTPResponse, TransportError> {
    let read = answerInPieces(input, of: max(1, size), maximumBodySize: maximumBodySize)
    switch read {
    case .success(let answer): require(answer.body.count <= maximumBodySize, "a body is taken up to the limit")
    case .failure(let error):
      require(error.mayHaveExecuted, "an answer's fault is no reason to take the request for unsent")
    }
    return read
  }

  private static let maximumBodySize = 4_096
}
