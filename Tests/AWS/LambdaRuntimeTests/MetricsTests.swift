import Environment
import JSON
import LambdaRuntime
import TestSupport
import Testing

@Suite struct MetricsTests {
  private let output = RecordedOutput()
  private var metrics: Metrics { Metrics(output: output, clock: ManualClock(), function: "echo") }

  @Test func writesTheEmbeddedMetricFormat() {
    let metrics = metrics
    metrics.count(.eventsAppended, 2)
    metrics.count(.eventsAppended)
    metrics.milliseconds(.projectionLag, 120)
    metrics.milliseconds(.projectionLag, 80)
    metrics.flush()
    #expect(
      output.text
        == #"{"timestamp":"2024-01-15T10:30:00.000000Z","level":"INFO","_aws":{"Timestamp":1705314600000,"CloudWatchMetrics":["#
        + #"{"Namespace":"EventSourcing","Dimensions":[["function"]],"#
        + #""Metrics":[{"Name":"EventsAppended","Unit":"Count"},"#
        + #"{"Name":"ProjectionLagMilliseconds","Unit":"Milliseconds"}]}]},"#
        + #""function":"echo","EventsAppended":3,"ProjectionLagMilliseconds":[120,80]}"# + "\n")
  }

  @Test func writesNothingForNothingAndForgets() {
    let metrics = metrics
    metrics.flush()
    metrics.count(.conflicts)
    metrics.flush()
    metrics.flush()
    #expect(output.lines.count == 1)
  }

  @Test func putsOneLinePerValueOfADimension() {
    let metrics = metrics
    metrics.count(.commands, dimensions: [("outcome", "accepted")])
    metrics.count(.eventsAppended)
    metrics.count(.commands, dimensions: [("outcome", "rejected")])
    metrics.count(.commands, dimensions: [("outcome", "accepted")])
    metrics.flush()
    #expect(output.lines.map { $0["outcome"] } == ["accepted", "rejected"])
    #expect(output.lines.map { $0["CommandsByOutcome"] } == [2, 1])
    #expect(output.lines.map { $0["EventsAppended"] } == [1, nil])
    let directive = output.lines.first?["_aws"]?["CloudWatchMetrics"]?.array?.first
    #expect(directive?["Dimensions"] == [["function", "outcome"]])
  }

  @Test func holdsAtMostAHundredValues() {
    let metrics = metrics
    for value in 0..<250 { metrics.milliseconds(.projectionLag, value) }
    metrics.flush()
    #expect(output.lines.map { $0["ProjectionLagMilliseconds"]?.array?.count } == [100, 100, 50])
  }

  @Test(arguments: [("TRACE", "INFO"), ("DEBUG", "INFO"), ("INFO", "INFO"), ("WARN", "WARN"), ("FATAL", "FATAL")])
  func getsThroughTheFunctionsLogLevel(lowest: String, carried: String) {
    let environment = EnvironmentVariables(["AWS_LAMBDA_LOG_LEVEL": lowest])
    let metrics = Metrics(environment: environment, clock: ManualClock(), output: output)
    metrics.count(.conflicts)
    metrics.flush()
    #expect(output.lines.map { $0["level"] } == [.string(carried)])
  }

  @Test func stopsAtTheLargestNumber() {
    let metrics = metrics
    metrics.count(.conflicts, Int.max)
    metrics.count(.conflicts, 1)
    metrics.flush()
    #expect(output.lines.first?["Conflicts"]?.number?.int == Int.max)
  }

  @Test func areWrittenOncePerInvocation() throws {
    let server = try RuntimeAPIServer(events: 3)
    defer { server.stop() }
    let bench = try RuntimeBench(server)
    _ = bench.runtime.run(
      ClosureHandler { event, context throws(FunctionError) in
        context.metrics.count(.eventsAppended)
        context.metrics.count(.duplicates)
        if context.isColdStart { throw FunctionError(type: "Failed", message: "also when it fails") }
        return event
      })
    #expect(bench.output.metrics.count == 3)
    #expect(bench.output.metrics.map { $0["ColdStarts"] } == [1, nil, nil])
  }
}
