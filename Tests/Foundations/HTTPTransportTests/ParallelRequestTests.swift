import HTTPTransport
import TestSupport
import Testing

@Suite struct ParallelRequestTests {
  @Test func answersInTheOrderOfTheRequests() throws {
    let server = try LoopbackServer { .status(200, $0.target + $0.text) }
    defer { server.stop() }
    let requests = (0..<20).map {
      HTTPRequest(method: "POST", url: "\(server.url)/\($0)", body: Array("body\($0)".utf8))
    }
    let transport = try ConnectionTransport()
    for _ in 0..<3 {
      let bodies = transport.perform(requests).map { try? String(decoding: $0.get().body, as: UTF8.self) }
      #expect(bodies == (0..<20).map { "/\($0)body\($0)" })
    }
    #expect(server.connectionCount <= 8)
  }

  @Test func isConcurrent() throws {
    // The first request is answered only after the second has arrived.
    let server = try LoopbackServer { $0.target == "/stalled" ? .stall : .status(200) }
    defer { server.stop() }
    let results = try ConnectionTransport().perform([
      HTTPRequest(method: "GET", url: server.url + "/stalled", totalTimeoutMilliseconds: 1_000),
      HTTPRequest(method: "GET", url: server.url + "/answered"),
    ])
    #expect(results.map { (try? $0.get())?.status } == [nil, 200])
  }

  @Test func keepsResultsApart() throws {
    let server = try LoopbackServer { $0.target == "/reset" ? .reset : .status(404, "no") }
    defer { server.stop() }
    let results = try ConnectionTransport().perform([
      HTTPRequest(method: "GET", url: server.url + "/reset"),
      HTTPRequest(method: "get", url: server.url),
      HTTPRequest(method: "GET", url: server.url + "/found"),
    ])
    #expect(throws: TransportError.self) { try results[0].get() }
    #expect(throws: TransportError.self) { try results[1].get() }
    #expect(try results[2].get().status == 404)
  }

  @Test func sharesConnectionsBetweenOneAndSeveral() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let transport = try ConnectionTransport()
    let request = HTTPRequest(method: "GET", url: server.url)
    _ = transport.perform([request, request])
    let opened = server.connectionCount
    for _ in 0..<10 { _ = try transport.perform(request) }
    #expect(server.connectionCount == opened)
  }

  @Test func acceptsNoRequests() throws {
    #expect(try ConnectionTransport().perform([]).isEmpty)
  }
}
