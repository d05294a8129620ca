import Environment
import JSON
import LambdaRuntime
import TestSupport
import Testing

@Suite struct LoggerTests {
  private let output = RecordedOutput()

  private func logger(_ variables: [String: String] = [:]) -> Logger {
    Logger(environment: EnvironmentVariables(variables), clock: ManualClock(), output: output)
  }

  @Test func writesOneObjectALine() throws {
    let logger = logger(["AWS_LAMBDA_FUNCTION_NAME": "echo"])
    let context = InvocationContext(
      requestID: "id", logger: logger, metrics: Metrics(output: output, clock: ManualClock()),
      tracer: Tracer(daemonAddress: nil))
    context.workOn("acc-1", correlationID: "c-1")
    logger.info("Appended", [("sequence", 7)])
    #expect(
      output.text
        == #"{"timestamp":"2024-01-15T10:30:00.000000Z","level":"INFO","message":"Appended","function":"echo","#
        + #""correlationId":"c-1","aggregateId":"acc-1","sequence":7}"# + "\n")
  }

  @Test func namesTheInvocationAndForgetsTheLast() throws {
    let server = try RuntimeAPIServer(events: 2)
    defer { server.stop() }
    let bench = try RuntimeBench(server)
    _ = bench.runtime.run(
      ClosureHandler { event, context throws(FunctionError) in
        context.logger.info("handled")
        context.workOn("left over", correlationID: "left over")
        return event
      })
    let lines = bench.output.logs.filter { $0["message"] == "handled" }
    #expect(lines.map { $0["requestId"]?.string } == (0..<2).map(RuntimeAPIServer.requestID))
    #expect(lines.map { $0["coldStart"] } == [true, false])
    #expect(lines.allSatisfy { $0["traceId"] == "1-5bef4de7-ad49b0e87f6ef6c87fc2e700" })
    #expect(lines.allSatisfy { $0["correlationId"] == nil && $0["aggregateId"] == nil })
  }

  static let nasty = [
    "two\nlines", "\r\n{\"level\":\"ERROR\"}", "\u{1B}[2J", "\u{0}", "\u{85}\u{2028}\u{2029}", "\u{202E}drowssap",
    "\",\"level\":\"FATAL", "\u{7F}\u{9B}31m",
  ]

  @Test(arguments: nasty, ["JSON", "Text"]) func cannotBeInjected(_ text: String, _ format: String) throws {
    logger(["AWS_LAMBDA_LOG_FORMAT": format]).error(text, [("field", .string(text)), (text, [.string(text)])])
    #expect(output.bytes.count { $0 == 0x0A } == 1 && output.bytes.last == 0x0A)
    let isHarmless = output.text.unicodeScalars.dropLast().allSatisfy { scalar in
      scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !(0x2028...0x202E).contains(scalar.value)
    }
    #expect(isHarmless)
    if format == "JSON" {
      let line = try #require(output.lines.first)
      #expect(line["level"] == "ERROR")
      #expect(line["message"] == .string(text))
      #expect(line["field"] == .string(text))
    }
  }

  @Test func keepsItsOwnFields() throws {
    logger().info("real", [("message", "false"), ("level", "FATAL"), ("twice", 1), ("twice", 2)])
    let line = try #require(output.lines.first)
    #expect(line["message"] == "real")
    #expect(line["_message"] == "false")
    #expect(line["level"] == "INFO")
    #expect(line["twice"] == 2)
  }

  @Test func writesText() {
    logger(["AWS_LAMBDA_LOG_FORMAT": "Text", "AWS_LAMBDA_FUNCTION_NAME": "echo"]).warn("café", [("n", 1)])
    #expect(output.text == "2024-01-15T10:30:00.000000Z WARN café function=\"echo\" n=1\n")
  }

  @Test(arguments: [
    ("TRACE", ["DEBUG", "INFO", "WARN", "ERROR"]), ("DEBUG", ["DEBUG", "INFO", "WARN", "ERROR"]),
    ("INFO", ["INFO", "WARN", "ERROR"]), ("warn", ["WARN", "ERROR"]), ("ERROR", ["ERROR"]), ("FATAL", []),
    ("", ["INFO", "WARN", "ERROR"]), ("loud", ["INFO", "WARN", "ERROR"]),
  ])
  func honoursTheLevel(_ level: String, _ expected: [String]) {
    let logger = logger(["AWS_LAMBDA_LOG_LEVEL": level])
    logger.debug("m")
    logger.info("m")
    logger.warn("m")
    logger.error("m")
    #expect(output.lines.compactMap { $0["level"]?.string } == expected)
  }

  @Test func makesNoMessageBelowTheLevel() {
    var made = 0
    func message() -> String {
      made += 1
      return "m"
    }
    logger().debug(message())
    #expect(made == 0)
  }
}
