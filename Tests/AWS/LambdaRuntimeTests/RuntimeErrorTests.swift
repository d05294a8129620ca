import Environment
import JSON
import LambdaRuntime
import TestSupport
import Testing

@Suite struct RuntimeErrorTests {
  private func report(_ error: FunctionError) throws -> (LoopbackRequest, RecordedOutput) {
    let server = try RuntimeAPIServer(events: 1)
    defer { server.stop() }
    let bench = try RuntimeBench(server)
    _ = bench.runtime.run(ClosureHandler { _, _ throws(FunctionError) in throw error })
    #expect(server.outcomes[0]?.responses.isEmpty == true)
    return (try #require(server.outcomes[0]?.errors.first), bench.output)
  }

  static let messages = [
    "", "plain", "bad \"quote\"\nnewline\ttab \u{01} café", "\u{0}\u{1F}\u{7F}\u{9F}", "\r\nX-Injected: 1",
    "\u{2028}\u{2029}\u{202E}", "😀 \u{10FFFF} \u{FFFD}", "\\ / \" '",
  ]

  @Test(arguments: messages) func isASCIIJSONForAnyMessage(_ message: String) throws {
    let (request, _) = try report(FunctionError(type: "ProjectionFailed", message: message))
    #expect(request.body.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
    let body = try JSONValue(parsing: request.body)
    #expect(body["errorMessage"] == .string(message))
    #expect(body["errorType"] == "ProjectionFailed")
    #expect(body["stackTrace"] == [])
    #expect(request.header("content-type") == "application/json")
    #expect(request.header("lambda-runtime-function-error-type") == "Function.ProjectionFailed")
    let cause = try #require(request.header("lambda-runtime-function-xray-error-cause"))
    #expect(try JSONValue(parsing: cause)["exceptions"]?.array?.first?["message"] == .string(message))
  }

  @Test func keepsAnEndlessMessageWithinLimits() throws {
    let (request, _) = try report(FunctionError(type: "Long", message: String(repeating: "😀", count: 2_000_000)))
    #expect(request.body.count < 1_000_000)
    #expect(try JSONValue(parsing: request.body)["errorMessage"]?.string?.hasSuffix("😀…") == true)
    #expect((request.header("lambda-runtime-function-xray-error-cause") ?? "").utf8.count < 64 * 1024)
  }

  @Test(arguments: [
    ("ProjectionFailed", "ProjectionFailed"), ("projectionFailed", "ProjectionFailed"), ("a_b-c 1", "Abc"),
    ("", "Unknown"), ("X", "Unknown"), ("Ä", "Unknown"), ("Runtime.Exit\r\n", "RuntimeExit"),
  ])
  func acceptsTypesThatLambdaAccepts(_ type: String, _ accepted: String) {
    #expect(FunctionError(type: type, message: "").type == accepted)
  }

  @Test func refusesAResponseThatIsTooLargeBeforeSendingIt() throws {
    let server = try RuntimeAPIServer(events: 2)
    defer { server.stop() }
    let bench = try RuntimeBench(server)
    _ = bench.runtime.run(
      ClosureHandler { event, context throws(FunctionError) in
        context.isColdStart ? [UInt8](repeating: 120, count: 6_291_557) : event
      })
    let request = try #require(server.outcomes[0]?.errors.first)
    #expect(request.header("lambda-runtime-function-error-type") == "Function.ResponseSizeTooLarge")
    let message = try JSONValue(parsing: request.body)["errorMessage"]?.string
    #expect(message == "The response has 6291557 bytes, the limit is 6291556")
    #expect(server.outcomes[1]?.responses.count == 1)
  }

  @Test func logsTheFailure() throws {
    let (_, output) = try report(FunctionError(type: "ProjectionFailed", message: "no\nsuch"))
    let line = try #require(output.logs.first)
    #expect(line["level"] == "ERROR")
    #expect(line["errorType"] == "ProjectionFailed")
    #expect(line["reason"] == "no\nsuch")
  }

  @Test func reportsAnInitializationError() throws {
    let server = try RuntimeAPIServer(events: 0)
    defer { server.stop() }
    let exit = try RuntimeBench(server).runtime.reportInitializationError(
      FunctionError(type: "MissingVariable", message: "Missing environment variable: EVENT_STORE_TABLE"))
    #expect(exit.reason == "MissingVariable: Missing environment variable: EVENT_STORE_TABLE")
    let request = try #require(server.initializationErrors.first)
    #expect(request.header("lambda-runtime-function-error-type") == "Runtime.MissingVariable")
    #expect(try JSONValue(parsing: request.body)["errorType"] == "MissingVariable")
  }

  @Test func needsTheAddressOfTheRuntimeAPI() throws {
    let error = #expect(throws: MissingVariable.self) {
      try RuntimeBench(authority: "", transport: ScriptedTransport([]))
    }
    #expect(error?.name == "AWS_LAMBDA_RUNTIME_API")
  }

  @Test func endsTheProcessWithOneLineAndAFailure() async throws {
    let result = try await #require(processExitsWith: .exitCode(1), observing: [\.standardErrorContent]) {
      RuntimeExit(reason: "no\nEVENT_STORE_TABLE\u{1B}[0m").end()
    }
    let lines = String(decoding: result.standardErrorContent, as: UTF8.self)
    #expect(lines == "no\\u000aEVENT_STORE_TABLE\\u001b[0m\n")
  }
}
