import HTTPTransport
import TestSupport
import Testing

@Suite struct TransportTests {
  @Test func sendsMethodTargetHeadersAndBody() throws {
    let server = try LoopbackServer(script: [.status(201, "made", headers: [("X-Answer", "yes")])])
    defer { server.stop() }
    let headers = [HTTPHeader(name: "X-One", value: "1"), HTTPHeader(name: "X-Empty", value: "")]
    let response = try ConnectionTransport().perform(
      HTTPRequest(method: "POST", url: server.url + "/a/b?c=d", headers: headers, body: Array("hello".utf8)))
    #expect(response.status == 201)
    #expect(response.body == Array("made".utf8))
    #expect(response.headers["x-answer"] == "yes")
    let request = try #require(server.requests.first)
    #expect(request.method == "POST")
    #expect(request.target == "/a/b?c=d")
    #expect(request.text == "hello")
    #expect(request.header("x-one") == "1")
    #expect(request.header("x-empty") == "")
  }

  @Test func addsHostAndLengthOnly() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let transport = try ConnectionTransport()
    _ = try transport.perform(HTTPRequest(method: "GET", url: server.url))
    let large = [UInt8](repeating: 120, count: 3_000_000)
    _ = try transport.perform(HTTPRequest(method: "POST", url: server.url, body: large))
    #expect(server.requests.map { $0.headers.map(\.0) } == [["Host"], ["Host", "Content-Length"]])
    #expect(server.requests.last?.body == large)
  }

  @Test(arguments: ["GET", "HEAD", "PUT", "DELETE", "POST"])
  func knowsTheMethod(_ method: String) throws {
    let server = try LoopbackServer(script: [.status(200, "body")])
    defer { server.stop() }
    let response = try ConnectionTransport().perform(HTTPRequest(method: method, url: server.url))
    #expect(server.requests.map(\.method) == [method])
    #expect(response.body == (method == "HEAD" ? [] : Array("body".utf8)))
  }

  @Test func sendsAnEmptyPostWithItsLength() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let post = HTTPRequest(method: "POST", url: server.url)
    let transport = try ConnectionTransport()
    _ = try transport.perform(post)
    #expect(transport.perform([post, post]).allSatisfy { (try? $0.get().status) == 200 })
    #expect(server.requests.map { $0.header("content-length") } == ["0", "0", "0"])
  }

  @Test func forgetsEverythingBetweenRequests() throws {
    let server = try LoopbackServer { _ in .status(200) }
    defer { server.stop() }
    let transport = try ConnectionTransport()
    let header = HTTPHeader(name: "Authorization", value: "first")
    _ = try transport.perform(
      HTTPRequest(method: "PUT", url: server.url, headers: [header], body: [1], totalTimeoutMilliseconds: 60_000))
    _ = try transport.perform(HTTPRequest(method: "GET", url: server.url))
    #expect(server.connectionCount == 1)
    let second = try #require(server.requests.last)
    #expect(second.method == "GET")
    #expect(second.header("authorization") == nil)
    #expect(second.header("content-length") == nil)
  }

  @Test func joinsChunks() throws {
    let body = (0..<250_000).map { UInt8(truncatingIfNeeded: $0) }
    let server = try LoopbackServer(script: [.answer(LoopbackResponse(body: body, isChunked: true))])
    defer { server.stop() }
    #expect(try ConnectionTransport().perform(HTTPRequest(method: "GET", url: server.url)).body == body)
  }

  @Test func takesTheFinalAnswerAfterAnInterimOne() throws {
    let wire = "HTTP/1.1 103 Early\r\nX-Early: 1\r\n\r\nHTTP/1.1 200 OK\r\nX-Late: 1\r\nContent-Length: 2\r\n\r\nok"
    let server = try LoopbackServer(script: [.raw(Array(wire.utf8))])
    defer { server.stop() }
    let response = try ConnectionTransport().perform(HTTPRequest(method: "GET", url: server.url))
    #expect(response.status == 200)
    #expect(response.headers["X-Early"] == nil)
    #expect(response.headers["X-Late"] == "1")
  }

  @Test func followsNoRedirect() throws {
    let server = try LoopbackServer { _ in .status(302, "", headers: [("Location", "/elsewhere")]) }
    defer { server.stop() }
    #expect(try ConnectionTransport().perform(HTTPRequest(method: "GET", url: server.url)).status == 302)
    #expect(server.requests.count == 1)
  }

  @Test func leavesACompressedBodyAlone() throws {
    let response = LoopbackResponse(headers: [("Content-Encoding", "gzip")], body: [0x1F, 0x8B, 0, 1])
    let server = try LoopbackServer(script: [.answer(response)])
    defer { server.stop() }
    #expect(try ConnectionTransport().perform(HTTPRequest(method: "GET", url: server.url)).body == [0x1F, 0x8B, 0, 1])
  }

  @Test func survivesHeadersThatAreNotUTF8() throws {
    let head = Array("HTTP/1.1 200 OK\r\nX-Bytes: a".utf8) + [0xFF, 0xC3] + Array("\r\nContent-Length: 0\r\n\r\n".utf8)
    let server = try LoopbackServer(script: [.raw(head)])
    defer { server.stop() }
    let response = try ConnectionTransport().perform(HTTPRequest(method: "GET", url: server.url))
    #expect(response.headers["x-bytes"] == "a\u{FFFD}\u{FFFD}")
  }
}
