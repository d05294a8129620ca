import HTTPTransport
import LambdaRuntime
import TestSupport
import Testing

@Suite struct RuntimeExitTests {
  private static let event: ScriptedTransport.Answer = .response(
    200, "{}", headers: ["Lambda-Runtime-Aws-Request-Id": "id"])

  private func bench(_ answers: [ScriptedTransport.Answer]) throws -> (RuntimeBench, ScriptedTransport) {
    let transport = ScriptedTransport(answers)
    return (try RuntimeBench(authority: "127.0.0.1:9001", transport: transport), transport)
  }

  @Test(arguments: [400, 403, 404, 410, 301, 204])
  func endsWhenNextCannotHeal(_ status: Int) throws {
    let (bench, transport) = try bench([.response(status)])
    #expect(bench.runtime.run(ClosureHandler()).reason.contains("\(status)"))
    #expect(transport.requests.count == 1)
  }

  static let healing: [ScriptedTransport.Answer] = [
    .response(500), .response(503), .response(200, "{}"),
    .response(200, "{}", headers: ["Lambda-Runtime-Aws-Request-Id": "../../init/error"]),
    .failure(.connect, mayHaveExecuted: false), .failure(.reset, mayHaveExecuted: true),
    .failure(.truncated, mayHaveExecuted: true),
  ]

  @Test(arguments: healing) func givesUpWhenNextNeverHeals(_ answer: ScriptedTransport.Answer) throws {
    let (bench, transport) = try bench([answer])
    _ = bench.runtime.run(ClosureHandler())
    #expect(transport.requests.count == 6)
    #expect(bench.sleeper.sleeps == [0, 0, 100, 200, 400, 800])
    #expect(bench.output.logs.count { $0["level"] == "WARN" } == 6)
  }

  @Test func goesOnWhenNextHeals() throws {
    let (bench, transport) = try bench([
      .failure(.connect, mayHaveExecuted: false), .response(500), Self.event, .response(202), .response(410),
    ])
    #expect(bench.runtime.run(ClosureHandler()).reason.contains("410"))
    #expect(transport.requests.count == 5)
  }

  @Test func endsAtOnceWhenTheAuthorityIsNone() throws {
    let bench = try RuntimeBench(authority: "not an authority", transport: ConnectionTransport())
    #expect(bench.runtime.run(ClosureHandler()).reason.contains("cannot be asked"))
    #expect(bench.sleeper.sleeps == [0])
  }

  @Test func endsWhenTheSandboxIsLost() throws {
    let (bench, transport) = try bench([Self.event, .response(500)])
    #expect(bench.runtime.run(ClosureHandler()).reason.contains("500"))
    #expect(transport.requests.count == 2)
  }

  @Test func goesOnWhenAnAnswerCannotBeDelivered() throws {
    let transport = ScriptedTransport { request, number in
      guard request.method == "GET" else { return .failure(.reset, mayHaveExecuted: true) }
      return number == 0 ? Self.event : .response(410)
    }
    let bench = try RuntimeBench(authority: "127.0.0.1:9001", transport: transport)
    _ = bench.runtime.run(ClosureHandler())
    #expect(transport.requests.map(\.method) == ["GET"] + [String](repeating: "POST", count: 6) + ["GET"])
  }

  @Test(arguments: [400, 403, 404]) func goesOnAfterARefusedAnswer(_ status: Int) throws {
    let (bench, transport) = try bench([Self.event, .response(status), .response(410)])
    _ = bench.runtime.run(ClosureHandler())
    #expect(transport.requests.count == 3)
    #expect(bench.output.logs.contains { $0["level"] == "ERROR" && $0["status"]?.number?.int == status })
  }

  @Test func waitsForEventsWithoutABound() throws {
    let (bench, transport) = try bench([Self.event, .response(202), .response(410)])
    _ = bench.runtime.run(ClosureHandler())
    #expect(transport.requests.allSatisfy { $0.totalTimeoutMilliseconds == nil })
    #expect(transport.requests.first?.url == "http://127.0.0.1:9001/2018-06-01/runtime/invocation/next")
  }
}
