import HTTPTransport
import TestSupport
import Testing

@Suite struct ConnectionTests {
  /// libcurl reads each of these answers too, and it has done so for longer.
  @Test(arguments: 0..<200 as Range<UInt64>) func readsAnyAnswerAsLibcurlDoes(_ seed: UInt64) throws {
    let wire = RandomAnswer(seed).wire
    let server = try LoopbackServer { _ in .raw(wire) }
    defer { server.stop() }
    let answer = try ConnectionTransport().perform(HTTPRequest(method: "GET", url: server.url))
    #expect(try answer == Libcurl.get(server.url), "\(String(decoding: wire, as: UTF8.self))")
  }

  @Test func goesToAnotherServerByAnotherConnection() throws {
    let servers = try (0..<2).map { number in try LoopbackServer { _ in .status(200, "\(number)") } }
    defer { for server in servers { server.stop() } }
    let transport = try ConnectionTransport()
    for number in [0, 1, 0] {
      let response = try transport.perform(HTTPRequest(method: "GET", url: servers[number].url))
      #expect(response.body == Array("\(number)".utf8))
    }
    #expect(servers.map(\.connectionCount) == [1, 1])
  }

  @Test(arguments: [
    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
    "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok and what nobody asked for",
    "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
  ])
  func usesNoConnectionThatIsNotFitForIt(_ answer: String) throws {
    let server = try LoopbackServer { $0.index == 0 ? .raw(Array(answer.utf8)) : .status(200, "other") }
    defer { server.stop() }
    let transport = try ConnectionTransport()
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
    let response = try ConnectionTransport().perform(request)
    #expect(response.status == 413)
    #expect(response.body == Array("no".utf8))
  }

  /// It comes faster than it can be read.
  @Test func givesUpAnAnswerThatDoesNotEnd() throws {
    let socket = try LoopbackSocket.listening()
    let server = LoopbackThread {
      guard let connection = socket.accept(), connection.receive() != nil else { return }
      let chunks = Array(String(repeating: "1\r\nx\r\n", count: 10_000).utf8)
      guard connection.send(Array("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)) else { return }
      while connection.send(chunks) {}
    }
    defer {
      socket.shutdown()
      server.join()
    }
    let url = "http://127.0.0.1:\(try socket.port())/"
    let request = HTTPRequest(method: "GET", url: url, totalTimeoutMilliseconds: 500)
    let error = #expect(throws: TransportError.self) { try ConnectionTransport().perform(request) }
    #expect(error?.kind == .timeout)
  }

  @Test func sendsOnBehindAnInterimAnswer() throws {
    let body = [UInt8](repeating: 120, count: 8_000_000)
    let socket = try LoopbackSocket.listening()
    let server = LoopbackThread {
      guard let connection = socket.accept(), var count = connection.receive()?.count else { return }
      _ = connection.send(Array("HTTP/1.1 102 Processing\r\n\r\n".utf8))
      while count < body.count, let piece = connection.receive() { count += piece.count }
      _ = connection.send(Array("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nall".utf8))
      _ = socket.accept()
    }
    defer {
      socket.shutdown()
      server.join()
    }
    let url = "http://127.0.0.1:\(try socket.port())/"
    let request = HTTPRequest(method: "POST", url: url, body: body, totalTimeoutMilliseconds: 60_000)
    #expect(try ConnectionTransport().perform(request).body == Array("all".utf8))
  }

  @Test(arguments: ["http://", "http:///path", "http://user@127.0.0.1:1/", "127.0.0.1:1/path"])
  func refusesWhatNamesNoServer(_ url: String) {
    let error = #expect(throws: TransportError.self) {
      try ConnectionTransport().perform(HTTPRequest(method: "GET", url: url))
    }
    #expect(error?.kind == .other)
    #expect(error?.mayHaveExecuted == false)
  }

  @Test func opensConnectionsBeforeTheyAreNeeded() throws {
    let server = try LoopbackServer { .status(200, $0.target) }
    defer { server.stop() }
    let transport = try ConnectionTransport()
    #expect(transport.connect(to: server.url, connections: 3, timeoutMilliseconds: 60_000))
    let requests = (0..<3).map { HTTPRequest(method: "GET", url: "\(server.url)/\($0)") }
    #expect(transport.perform(requests).allSatisfy { (try? $0.get().status) == 200 })
    #expect(server.connectionCount == 3)
    #expect(server.requests.count == 3)
  }

  @Test func opensNoMoreThanItMay() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let transport = try ConnectionTransport(options: TransportOptions(maximumConnectionsPerOrigin: 2))
    #expect(!transport.connect(to: server.url, connections: 3, timeoutMilliseconds: 60_000))
    let request = HTTPRequest(method: "GET", url: server.url)
    #expect(transport.perform([request, request, request]).allSatisfy { (try? $0.get().status) == 200 })
    #expect(server.connectionCount == 2)
  }

  @Test func saysWhereNothingCouldBeOpened() throws {
    let server = try LoopbackServer { _ in .status(200) }
    server.stop()
    let transport = try ConnectionTransport()
    #expect(!transport.connect(to: server.url, connections: 2, timeoutMilliseconds: 60_000))
    #expect(!transport.connect(to: "no URL", connections: 1, timeoutMilliseconds: 60_000))
    #expect(transport.connect(to: server.url, connections: 0, timeoutMilliseconds: 60_000))
  }
}
