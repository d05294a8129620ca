import LambdaRuntime
import TestSupport
import Testing

@Suite struct RuntimeFaultTests {
  @Test(arguments: RuntimeFault.allCases) func answersEveryEvent(_ fault: RuntimeFault) throws {
    let server = try RuntimeAPIServer(events: 40, fault: fault, event: fault.event)
    defer { server.stop() }
    let bench = try RuntimeBench(server)
    let exit = bench.runtime.run(ClosureHandler())
    #expect(exit.reason == "The Runtime API answered 410 to /next")
    #expect(server.outcomes.count == 40)
    for (index, outcome) in server.outcomes {
      #expect(outcome.responses == [RuntimeAPIServer.body(index)], "event \(index)")
      #expect(outcome.errors.isEmpty, "event \(index)")
    }
    let isInEvent = [.noDeadline, .barest, .chunked, .nonASCIITrace].contains(fault)
    #expect(server.isFaultDone != isInEvent)
  }

  @Test func keepsOneConnection() throws {
    let server = try RuntimeAPIServer(events: 40)
    defer { server.stop() }
    _ = try RuntimeBench(server).runtime.run(ClosureHandler())
    #expect(server.server.connectionCount == 1)
  }

  @Test func takesAnAnswerThatArrivedForDelivered() throws {
    let server = try RuntimeAPIServer(events: 12, fault: .postAnswerLost)
    defer { server.stop() }
    let bench = try RuntimeBench(server)
    _ = bench.runtime.run(ClosureHandler())
    #expect(server.refusedPosts == 1)
    #expect(!bench.output.logs.contains { $0["level"] == "ERROR" })
  }

  @Test func reportsNoErrorAfter413() throws {
    let server = try RuntimeAPIServer(events: 12, fault: .tooLarge)
    defer { server.stop() }
    let bench = try RuntimeBench(server)
    _ = bench.runtime.run(ClosureHandler())
    #expect(!server.server.requests.contains { $0.target.hasSuffix("/error") })
    #expect(bench.output.logs.contains { $0["level"] == "ERROR" && $0["status"] == 413 })
  }

  @Test(arguments: [6 * 1024 * 1024, 6_291_556]) func carriesTheLargestBodies(_ size: Int) throws {
    let body = [UInt8](repeating: 120, count: size)
    let server = try RuntimeAPIServer(events: 2) { index in
      var event = RuntimeAPIServer.event(index)
      event.body = body
      event.isChunked = index == 1
      return event
    }
    defer { server.stop() }
    _ = try RuntimeBench(server).runtime.run(ClosureHandler())
    #expect(server.outcomes[0]?.responses == [body])
    #expect(server.outcomes[1]?.responses == [body])
    #expect(!server.server.requests.contains { $0.header("expect") != nil })
  }
}
