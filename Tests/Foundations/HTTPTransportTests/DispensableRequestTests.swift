import Environment
import HTTPTransport
import TestSupport
import Testing

/// Against a server that never answers what can be done without. Nothing else bounds these requests: a transport that
/// waited for them would not return.
@Suite("A request that can be done without", .timeLimit(.minutes(1)))
struct DispensableRequestTests {
  private func server() throws -> LoopbackServer {
    try LoopbackServer { $0.target == "/dispensable" ? .stall : .status(200, $0.target) }
  }

  private func dispensable(_ server: LoopbackServer) -> HTTPRequest {
    HTTPRequest(method: "POST", url: server.url + "/dispensable", body: [1], isDispensable: true)
  }

  private func needed(_ server: LoopbackServer, _ path: String = "/needed") -> HTTPRequest {
    HTTPRequest(method: "POST", url: server.url + path, body: [1])
  }

  @Test("is given up once the others have their answers, and its connection is closed")
  func isGivenUp() throws {
    let server = try server()
    defer { server.stop() }
    let transport = try ConnectionTransport()
    // Connections are open, so that all requests are sent at once.
    _ = transport.perform(Array(repeating: needed(server), count: 3))
    let results = transport.perform([needed(server, "/a"), dispensable(server), needed(server, "/b")])
    #expect(try results[0].get().body == Array("/a".utf8))
    #expect(try results[2].get().body == Array("/b".utf8))
    let error = #expect(throws: TransportError.self) { try results[1].get() }
    #expect(error?.kind == .timeout)
    #expect(error?.mayHaveExecuted == true)
    server.waitForClosedConnections(1)
  }

  @Test("leaves the transport as good as before", arguments: 1...3)
  func goesOn(rounds: Int) throws {
    let server = try server()
    defer { server.stop() }
    let transport = try ConnectionTransport()
    for round in 0..<rounds {
      _ = transport.perform([dispensable(server), needed(server)])
      #expect(try transport.perform(needed(server, "/\(round)")).body == Array("/\(round)".utf8))
    }
  }

  @Test("is given up also where there is no other", arguments: 1...2)
  func alone(count: Int) throws {
    let server = try server()
    defer { server.stop() }
    let transport = try ConnectionTransport()
    for result in transport.perform(Array(repeating: dispensable(server), count: count)) {
      #expect(throws: TransportError.self) { try result.get() }
    }
    #expect(try transport.perform(needed(server)).status == 200)
  }

  @Test("has a connection after the others, where there are few")
  func comesLast() throws {
    let server = try server()
    defer { server.stop() }
    let transport = try ConnectionTransport(options: TransportOptions(maximumConnectionsPerOrigin: 1))
    let results = transport.perform([dispensable(server), needed(server)])
    #expect(throws: TransportError.self) { try results[0].get() }
    #expect(try results[1].get().status == 200)
  }

  @Test("has its answer where it comes in time, and its own error where that does")
  func inTime() throws {
    let server = try LoopbackServer { $0.target == "/reset" ? .reset : .status(200, $0.target) }
    defer { server.stop() }
    let requests = ["/a", "/reset", "/b"].map { path in
      HTTPRequest(method: "GET", url: server.url + path, isDispensable: path != "/b")
    }
    let results = try ConnectionTransport().perform(requests)
    #expect(throws: TransportError.self) { try results[1].get() }
    #expect(try results[2].get().body == Array("/b".utf8))
  }

  @Test("does not cut the others short, however long they take")
  func waitsForOthers() throws {
    let server = try LoopbackServer { request in
      // Longer than any dispensable request of this round trip may take.
      if request.target == "/needed" { SystemSleeper().sleep(milliseconds: 300) }
      return .status(200)
    }
    defer { server.stop() }
    let results = try ConnectionTransport().perform([dispensable(server), needed(server)])
    #expect(try results[1].get().status == 200)
  }
}
