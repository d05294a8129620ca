import Glibc

/// HTTP/1.1 without TLS, one request after the other, on one kept connection: what the Runtime API is spoken to with.
///
/// libcurl opens the connection; the messages are written and read here. A transfer of libcurl takes six times as many
/// instructions, for what a server on the same machine never needs: 184,000 of the 606,000 of a question for a summary
/// went into its two. No proxy, no redirects, no decompression, no `Expect`, no second sending. Tests hold it to what
/// `CurlTransport` makes of the same requests and answers.
public final class PlainTransport: Transport {
  private let maximumResponseSize: Int
  private let pieces = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: pieceSize)
  private var connection: PlainConnection?
  private var message: [UInt8] = []

  /// Opens no connection. SIGPIPE is ignored from the first request on, unless the process had set an action of its own.
  ///
  /// - Parameter maximumResponseSize: the largest answer body that is accepted, in bytes.
  public init(maximumResponseSize: Int = 64 * 1024 * 1024) {
    self.maximumResponseSize = maximumResponseSize
  }

  deinit { pieces.deallocate() }

  public func perform(_ requests: [HTTPRequest]) -> [Result<HTTPResponse, TransportError>] {
    requests.map { request -> Result<HTTPResponse, TransportError> in
      do throws(TransportError) {
        return .success(try exchange(request))
      } catch {
        return .failure(error)
      }
    }
  }

  private func exchange(_ request: HTTPRequest) throws(TransportError) -> HTTPResponse {
    if let refusal = request.refusal { throw refusal }
    let url = try PlainURL(request.url)
    let bound = min(request.totalTimeoutMilliseconds ?? .max, request.isDispensable ? Int(GracePeriod.longest) : .max)
    let end = bound == .max ? nil : GracePeriod.now() + Int64(min(bound, Int(Int32.max)))
    let connection = try connection(to: url, min(request.connectTimeoutMilliseconds ?? standardConnectTimeout, bound))
    // It is kept only after a whole exchange.
    self.connection = nil
    let isWholeRequest = try send(request, to: url, over: connection, until: end)
    var parser = AnswerParser(to: request.method, maximumBodySize: maximumResponseSize)
    while !parser.isWhole {
      let piece = try connection.receive(into: pieces, until: end)
      if piece.isEmpty { try parser.end() } else { try parser.take(piece) }
    }
    if isWholeRequest, parser.keepsConnection { self.connection = connection }
    return parser.response
  }

  private func connection(to url: PlainURL, _ timeoutMilliseconds: Int) throws(TransportError) -> PlainConnection {
    if let connection, url.hasAuthority(connection.authority), connection.isIdle {
      connection.begin()
      return connection
    }
    connection = nil
    return try PlainConnection(to: url.authority, timeoutMilliseconds: timeoutMilliseconds)
  }

  /// - Returns: false if the server answered before it had the whole request.
  private func send(
    _ request: HTTPRequest, to url: PlainURL, over connection: PlainConnection, until end: Int64?
  ) throws(TransportError) -> Bool {
    message.removeAll(keepingCapacity: true)
    request.writeHead(for: url, to: &message)
    guard request.body.count > pieceSize else {
      message.append(contentsOf: request.body)
      return try connection.send(message, until: end)
    }
    guard try connection.send(message, until: end) else { return false }
    return try connection.send(request.body, until: end)
  }
}

/// libcurl's own, in milliseconds.
private let standardConnectTimeout = 300_000
/// Bytes that are read at once; a body up to it is sent along with its head.
private let pieceSize = 65_536
