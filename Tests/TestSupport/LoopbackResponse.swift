/// An answer of a `LoopbackServer`.
public struct LoopbackResponse: Sendable {
  public var status: Int
  public var headers: [(String, String)]
  public var body: [UInt8]
  /// Whether the body goes out in chunks of 1,000 bytes, without `Content-Length`.
  public var isChunked: Bool

  public init(
    status: Int = 200, headers: [(String, String)] = [], body: [UInt8] = [], isChunked: Bool = false
  ) {
    self.status = status
    self.headers = headers
    self.body = body
    self.isChunked = isChunked
  }

  /// The bytes on the wire.
  public var serialized: [UInt8] { serialized(isHead: false) }

  /// The bytes on the wire. The body of an answer to HEAD is announced and left out.
  func serialized(isHead: Bool) -> [UInt8] {
    var head = "HTTP/1.1 \(status) Status\r\n"
    for (name, value) in headers { head += "\(name): \(value)\r\n" }
    head += isChunked ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: \(body.count)\r\n\r\n"
    if isHead { return Array(head.utf8) }
    return Array(head.utf8) + (isChunked ? chunks : body)
  }

  private var chunks: [UInt8] {
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: body.count, by: 1000) {
      let chunk = body[start..<min(start + 1000, body.count)]
      bytes += Array((String(chunk.count, radix: 16) + "\r\n").utf8) + chunk + Array("\r\n".utf8)
    }
    return bytes + Array("0\r\n\r\n".utf8)
  }
}
