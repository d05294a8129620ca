import Environment
import LambdaRuntime
import TestSupport

@testable import HTTPTransport

/// Answers of the Runtime API as they come from the wire: header lines, an empty line, a body.
struct RuntimeAnswersTarget: FuzzTarget {
  private static let authority = "127.0.0.1:9001"
  /// Inputs come one after the other.
  nonisolated(unsafe) private static let handle = CurlHandle()
  private static let base = "http://\(authority)/2018-06-01/runtime/"

  func check(_ input: [UInt8]) {
    let answer = Self.response(input)
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

  /// Read as libcurl hands it over, one header line after the other.
  private static func response(_ input: [UInt8]) -> HTTPResponse {
    guard let handle else { fatalError("libcurl gave no handle") }
    let exchange = CurlExchange(handle: handle.pointer, maximumBodySize: 4_096)
    var rest = input[...]
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let line = Array(rest[...end])
      rest = rest[(end + 1)...]
      if line.count == 1 { break }
      line.withUnsafeBufferPointer(exchange.receiveHeader)
    }
    let isTaken = Array(rest).withUnsafeBufferPointer(exchange.receiveBody)
    require(isTaken == (rest.count <= 4_096), "a body is taken up to the limit")
    return HTTPResponse(status: 200, headers: exchange.response.headers, body: exchange.response.body)
  }
}
