import HTTPTransport
import TestSupport
import Testing

@Suite struct AnswerParserTests {
  private func read(_ wire: [UInt8], inPiecesOf size: Int) -> Result<HTTPResponse, TransportError> {
    answerInPieces(wire, of: size, maximumBodySize: 100_000)
  }

  private func read(_ wire: String) -> Result<HTTPResponse, TransportError> {
    read(Array(wire.utf8), inPiecesOf: wire.utf8.count)
  }

  private func kind(_ result: Result<HTTPResponse, TransportError>) -> TransportError.Kind? {
    if case .failure(let error) = result { error.kind } else { nil }
  }

  @Test(arguments: 0..<60 as Range<UInt64>, [1, 2, 3, 7, 1_000])
  func isTheSameInPiecesOfAnySize(_ seed: UInt64, _ size: Int) throws {
    let wire = RandomAnswer(seed).wire
    let whole = read(wire, inPiecesOf: wire.count)
    _ = try whole.get()
    #expect(read(wire, inPiecesOf: size) == whole)
  }

  @Test(arguments: [
    ("Content-Length: 12", "twelve bytes"), ("Transfer-Encoding: chunked", "5\r\nfive \r\n0\r\n\r\n"),
  ])
  func isCutOffAtEveryByte(_ field: String, _ body: String) {
    let head = Array("HTTP/1.1 200 OK\r\n\(field)\r\n\r\n".utf8)
    let wire = head + Array(body.utf8)
    for count in 0..<wire.count {
      let found = kind(read(Array(wire[..<count]), inPiecesOf: 10))
      #expect(found == (count < head.count ? .reset : .truncated), "after \(count) bytes")
    }
  }

  @Test(arguments: [
    "HTTP/2 200\r\n\r\n", "HTTP/1.1 99 Low\r\n\r\n", "HTTP/1.1 2000 High\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
    "HTTP/1.1200 OK\r\n\r\n", "HTTP/1.1\r\n\r\n", "\r\n\r\n", "220 mail", "GET / HTTP/1.1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11111111111111111\r\n",
  ])
  func refusesWhatIsNoAnswer(_ wire: String) {
    #expect(kind(read(wire)) == .protocolViolation)
  }

  @Test func refusesAHeadWithoutEnd() {
    let line = Array("X-Field: \(String(repeating: "x", count: 1_000))\r\n".utf8)
    let lines = [[UInt8]](repeating: line, count: 300).flatMap { $0 }
    #expect(kind(read(Array("HTTP/1.1 200 OK\r\n".utf8) + lines, inPiecesOf: 4_096)) == .protocolViolation)
  }

  @Test(arguments: ["5;", "0\r\n", "0\r\nX-Late: "])
  func refusesAChunkWithoutEnd(_ beginning: String) {
    let wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(beginning)"
    let lines = String(repeating: "a: b\r", count: 20_000)
    #expect(kind(read(Array((wire + lines).utf8), inPiecesOf: 4_096)) == .protocolViolation)
  }

  @Test func refusesABodyAboveTheLimit() {
    let body = String(repeating: "x", count: 100_001)
    #expect(kind(read("HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n")) == .tooLarge)
    #expect(kind(read("HTTP/1.1 200 OK\r\n\r\n\(body)")) == .tooLarge)
    #expect(kind(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186a1\r\n\(body)")) == .tooLarge)
  }

  @Test(arguments: ["chunked", "gzip,chunked", "gzip ,\tChunked"])
  func readsChunksWhereTheyAreTheLastCoding(_ codings: String) throws {
    let wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: \(codings)\r\n\r\n2\r\nok\r\n0\r\n\r\n"
    #expect(try read(wire).get().body == Array("ok".utf8))
  }

  @Test func passesTrailerFieldsOver() throws {
    let wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\nX-Late: 1\r\nX-Later: 2\r\n\r\n"
    let response = try read(wire).get()
    #expect(response.body == Array("ok".utf8))
    #expect(response.headers["X-Late"] == nil)
  }
}
