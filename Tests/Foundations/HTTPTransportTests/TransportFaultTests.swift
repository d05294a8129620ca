import Glibc
import HTTPTransport
import TestSupport
import Testing

@Suite struct TransportFaultTests {
  private func failure(
    _ request: HTTPRequest, maximumResponseSize: Int = 1_000_000, after warmUp: Int = 0
  ) throws -> TransportError? {
    let transport = try ConnectionTransport(options: TransportOptions(maximumResponseSize: maximumResponseSize))
    for _ in 0..<warmUp { _ = try transport.perform(request) }
    do {
      _ = try transport.perform(request)
      return nil
    } catch {
      return error
    }
  }

  private func post(_ server: LoopbackServer, timeout: Int? = nil) -> HTTPRequest {
    HTTPRequest(method: "POST", url: server.url, body: Array("body".utf8), totalTimeoutMilliseconds: timeout)
  }

  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let reply: LoopbackReply
    let kind: TransportError.Kind
    var testDescription: String { name }
  }

  static let faults: [Fault] = [
    Fault(name: "close", reply: .close, kind: .reset),
    Fault(name: "reset", reply: .reset, kind: .reset),
    Fault(
      name: "truncated body",
      reply: .truncate(LoopbackResponse(body: [UInt8](repeating: 65, count: 500)), afterBytes: 100), kind: .truncated),
    Fault(
      name: "truncated chunks",
      reply: .truncate(LoopbackResponse(body: [UInt8](repeating: 65, count: 2500), isChunked: true), afterBytes: 1500),
      kind: .truncated),
    Fault(name: "not HTTP", reply: .raw(Array("220 mail.example.com ESMTP\r\n".utf8)), kind: .protocolViolation),
    Fault(name: "stall", reply: .stall, kind: .timeout),
    Fault(
      name: "too large", reply: .answer(LoopbackResponse(body: [UInt8](repeating: 65, count: 2000))), kind: .tooLarge),
    Fault(
      name: "too large in chunks",
      reply: .answer(LoopbackResponse(body: [UInt8](repeating: 65, count: 2000), isChunked: true)), kind: .tooLarge),
  ]

  @Test(arguments: faults)
  func mayHaveExecutedOnceSent(_ fault: Fault) throws {
    let server = try LoopbackServer(connections: [[fault.reply]])
    defer { server.stop() }
    // Only the stall lasts that long, and its request has to be sent before.
    let timeout = fault.kind == .timeout ? 5_000 : 60_000
    let error = try failure(post(server, timeout: timeout), maximumResponseSize: 1_500)
    #expect(error?.kind == fault.kind, "\(String(describing: error))")
    #expect(error?.mayHaveExecuted == true)
    #expect(server.requests.count == 1)
  }

  @Test(arguments: [LoopbackReply.close, .reset])
  func isNotSentAgainBehindTheCallersBack(_ reply: LoopbackReply) throws {
    let server = try LoopbackServer { $0.index == 1 ? reply : .status(200) }
    defer { server.stop() }
    let error = try failure(post(server), after: 1)
    #expect(error?.kind == .reset)
    #expect(error?.mayHaveExecuted == true)
    #expect(server.requests.count == 2)
  }

  @Test func reconnectsWhenAnIdleConnectionWasClosed()
    throws
  {
    let server = try LoopbackServer { _ in .answerThenClose(LoopbackResponse(body: [65])) }
    defer { server.stop() }
    let transport = try ConnectionTransport()
    for index in 0..<20 {
      server.waitForClosedConnections(index)
      #expect(try transport.perform(HTTPRequest(method: "GET", url: "\(server.url)/\(index)")).body == [65])
    }
    #expect(server.requests.map(\.target) == (0..<20).map { "/\($0)" })
  }

  @Test func refusedConnectionWasNotSent() throws {
    let server = try LoopbackServer { _ in .status(200) }
    server.stop()
    let error = try failure(post(server))
    #expect(error?.kind == .connect)
    #expect(error?.mayHaveExecuted == false)
  }

  @Test func unknownHostWasNotSent() throws {
    let error = try failure(HTTPRequest(method: "GET", url: "http://host.invalid/"))
    #expect(error?.kind == .resolve)
    #expect(error?.mayHaveExecuted == false)
  }

  @Test func failedHandshakeWasNotSent() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let url = "https://\(server.authority)/"
    let error = try failure(HTTPRequest(method: "POST", url: url, body: [1], totalTimeoutMilliseconds: 2_000))
    #expect(error?.mayHaveExecuted == false)
  }

  @Test func passedDeadlineSendsNothing() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let error = try failure(post(server, timeout: 0))
    #expect(error?.kind == .timeout)
    #expect(error?.mayHaveExecuted == false)
    #expect(server.requests.isEmpty)
  }

  static let malformed: [HTTPRequest] = [
    HTTPRequest(method: "GET", url: "file:///etc/hostname"),
    HTTPRequest(method: "GET", url: "http://127.0.0.1:1/a b"),
    HTTPRequest(method: "GET", url: "http://127.0.0.1:1/\r\nX: y"),
    HTTPRequest(method: "GET X", url: "http://127.0.0.1:1/"),
    HTTPRequest(method: "", url: "http://127.0.0.1:1/"),
    HTTPRequest(method: "GET", url: ""),
    HTTPRequest(method: "HEAD", url: "http://127.0.0.1:1/", body: [1]),
    HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [HTTPHeader(name: "A", value: "b\r\nC: d")]),
    HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [HTTPHeader(name: "A", value: "b\0")]),
    HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [HTTPHeader(name: "A:B", value: "c")]),
    HTTPRequest(method: "GET", url: "http://127.0.0.1:1/", headers: [HTTPHeader(name: "", value: "c")]),
  ]

  @Test(arguments: malformed)
  func refusesWhatCannotBeSent(_ request: HTTPRequest) throws {
    let error = try failure(request)
    #expect(error?.kind == (request.url.hasPrefix("file") ? .protocolViolation : .other))
    #expect(error?.mayHaveExecuted == false)
  }

  /// In a process of its own, because the environment is the process's.
  @Test func usesNoProxyUnlessAsked() async {
    await #expect(processExitsWith: .success) {
      let server = try LoopbackServer { _ in .status(200) }
      defer { server.stop() }
      setenv("http_proxy", "http://127.0.0.1:1", 1)
      let request = HTTPRequest(method: "GET", url: server.url)
      #expect(try ConnectionTransport().perform(request).status == 200)
      let proxied = try ConnectionTransport(options: TransportOptions(useProxy: true))
      let error = #expect(throws: TransportError.self) { try proxied.perform(request) }
      #expect(error?.kind == .connect)
    }
  }
}
