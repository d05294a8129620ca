import HTTPTransport
import TestSupport
import Testing

@Suite struct PlainTransportTests {
  /// libcurl reads each of these answers too, and it has done so for longer.
  @Test(arguments: 0..<200 as Range<UInt64>) func readsAnyAnswerAsLibcurlDoes(_ seed: UInt64) throws {
    let wire = RandomAnswer(seed).wire
    let server = try LoopbackServer { _ in .raw(wire) }
    defer { server.stop() }
    let request = HTTPRequest(method: "GET", url: server.url)
    let answers = try TestedTransport.allCases.map { try $0.make().perform(request) }
    #expect(answers[0] == answers[1], "\(String(decoding: wire, as: UTF8.self))")
  }

  @Test func sendsOneAfterTheOtherOnOneConnection() throws {
    let server = try LoopbackServer { .status(200, $0.target) }
    defer { server.stop() }
    let requests = (0..<20).map { HTTPRequest(method: "GET", url: "\(server.url)/\($0)") }
    let bodies = PlainTransport().perform(requests).map { try? String(decoding: $0.get().body, as: UTF8.self) }
    #expect(bodies == (0..<20).map { "/\($0)" })
    #expect(server.connectionCount == 1)
  }

  @Test func goesToAnotherServerByAnotherConnection() throws {
    let servers = try (0..<2).map { number in try LoopbackServer { _ in .status(200, "\(number)") } }
    defer { for server in servers { server.stop() } }
    let transport = PlainTransport()
    for number in [0, 1, 0] {
      let response = try transport.perform(HTTPRequest(method: "GET", url: servers[number].url))
      #expect(response.body == Array("\(number)".utf8))
    }
    #expect(servers.map(\.connectionCount) == [2, 1])
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and what nobody asked for",
  ])
  func usesNoConnectionThatIsNotFitForIt(_ answer: String) throws {
    let server = try LoopbackServer { $0.index == 0 ? .raw(Array(answer.utf8)) : .status(200, "other") }
    defer { server.stop() }
    let transport = PlainTransport()
    let request = HTTPRequest(method: "POST", url: server.url)
    #expect(try transport.perform(request).body == Array("ok".utf8))
    #expect(try transport.perform(request).body == Array("other".utf8))
    #expect(server.connectionCount == 2)
  }

  /// A server may refuse a request of which it has read the head only, and need not read the rest.
  @Test func takesAnAnswerThatComesBeforeTheRequestIsSent() throws {
    let socket = try LoopbackSocket.listening()
    let server = LoopbackThread {
      guard let connection = socket.accept(), connection.receive() != nil else { return }
      _ = connection.send(Array("HTTP/1.1 413 Too large\r\nContent-Length: 2\r\n\r\nno".utf8))
      // The connection stays open, and nobody reads, until the test is over.
      _ = socket.accept()
    }
    defer {
      socket.shutdown()
      server.join()
    }
    let body = [UInt8](repeating: 120, count: 64_000_000)
    let url = "http://127.0.0.1:\(try socket.port())/"
    let request = HTTPRequest(method: "POST", url: url, body: body, totalTimeoutMilliseconds: 60_000)
    let response = try PlainTransport().perform(request)
    #expect(response.status == 413)
    #expect(response.body == Array("no".utf8))
  }

  @Test(arguments: ["http://", "http:///path", "http://user@127.0.0.1:1/", "127.0.0.1:1/path"])
  func refusesWhatNamesNoServer(_ url: String) {
    let error = #expect(throws: TransportError.self) {
      try PlainTransport().perform(HTTPRequest(method: "GET", url: url))
    }
    #expect(error?.kind == .other)
    #expect(error?.mayHaveExecuted == false)
  }

  @Test func givesUpWhatCanBeDoneWithout() throws {
    let server = try LoopbackServer { $0.target == "/dispensable" ? .stall : .status(200) }
    defer { server.stop() }
    let transport = PlainTransport()
    let dispensable = HTTPRequest(method: "GET", url: server.url + "/dispensable", isDispensable: true)
    let error = #expect(throws: TransportError.self) { try transport.perform(dispensable) }
    #expect(error?.kind == .timeout)
    #expect(try transport.perform(HTTPRequest(method: "GET", url: server.url)).status == 200)
  }
}
