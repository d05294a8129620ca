import AWSCore
import Environment
import HTTPTransport
import TestSupport
import Testing

/// A real transport, and a server that never answers the call that can be done without.
@Suite("A call that can be done without and stalls", .timeLimit(.minutes(1)))
struct StalledCallTests {
  private func withClient(_ body: (AWSClient, LoopbackServer) throws -> Void) throws {
    let server = try LoopbackServer { request in
      request.header("X-Amz-Target") == "Example_1.Extra" ? .stall : .status(200, "{}")
    }
    defer { server.stop() }
    var configuration = AWSClientConfiguration(
      service: ClientFixture.service, region: "us-east-1", endpoint: try #require(Endpoint(url: server.url)),
      credentials: Credentials(accessKeyID: "AKID", secretAccessKey: "secret"))
    // Beyond the suite's own limit: only giving the call up ends it in time.
    configuration.attemptTimeoutMilliseconds = 600_000
    let clock = ManualClock()
    let client = AWSClient(
      configuration: configuration, transport: try ConnectionTransport(), clock: clock,
      sleeper: RecordingSleeper(clock: clock), randomness: ConstantRandomness(.max))
    try body(client, server)
  }

  @Test("leaves the needed answer, and the calls after it, their time", arguments: 1...3)
  func needed(rounds: Int) throws {
    try withClient { client, server in
      for _ in 0..<rounds {
        let results = client.call([needed, extra], deadline: nil)
        #expect(throws: Never.self) { try results[0].get() }
        let error = #expect(throws: AWSError.self) { try results[1].get() }
        #expect(error?.attempts == 1)
        _ = try client.call("Following", [:], deadline: nil)
      }
      let operations = server.requests.compactMap { $0.header("X-Amz-Target") }
      #expect(operations.filter { $0 == "Example_1.Following" }.count == rounds)
    }
  }

  @Test("ends, also alone")
  func alone() throws {
    try withClient { client, _ in
      #expect(throws: AWSError.self) { try client.call([extra], deadline: nil)[0].get() }
      _ = try client.call("Following", [:], deadline: nil)
    }
  }

  private let needed = AWSCall(operation: "Needed", input: [:])
  private let extra = AWSCall(operation: "Extra", input: [:], isDispensable: true)
}
