import CCurl

/// HTTP/1.1 over connections that libcurl opens, blocking, for one thread.
///
/// Names, proxies, TCP and TLS are libcurl's; the messages are written and read here. A transfer of libcurl takes four
/// times as many instructions, most of them for header lines that it formats byte by byte. All requests share one pool of
/// connections. No redirects, no decompression, no `Expect`, no second sending.
public final class ConnectionTransport: Transport {
  private let maximumResponseSize: Int
  private let pool: ConnectionPool
  private let buffer: UnsafeMutableBufferPointer<UInt8>

  /// Fails when the certificate authorities cannot be read or libcurl cannot be initialised. Opens no connection.
  /// SIGPIPE is ignored from here on, unless the process had set an action of its own.
  public init(options: TransportOptions = TransportOptions()) throws(TransportError) {
    maximumResponseSize = options.maximumResponseSize
    pool = try ConnectionPool(options)
    buffer = .allocate(capacity: bufferSize)
  }

  deinit { buffer.deallocate() }

  /// Opens connections before they are needed, and sends nothing.
  ///
  /// - Parameters:
  ///   - url: names the origin.
  ///   - connections: how many requests will be made at once; no more are opened than the options allow.
  ///   - timeoutMilliseconds: for all of it.
  /// - Returns: whether all are open. What could not be opened is tried again by the first request.
  @discardableResult
  public func connect(to url: String, connections: Int, timeoutMilliseconds: Int) -> Bool {
    guard let url = try? HTTPURL(url) else { return false }
    let end = MonotonicClock.now() + Int64(timeoutMilliseconds)
    let wanted = (0..<connections).compactMap { _ in
      try? pool.take(for: url, connectTimeoutMilliseconds: timeoutMilliseconds)
    }
    var others: [curl_waitfd] = []
    while wanted.contains(where: \.isOpening), MonotonicClock.now() < end {
      guard pool.wait(for: &others, atMost: end - MonotonicClock.now()) else { break }
    }
    for connection in wanted { pool.giveBack(connection, isKept: connection.isOpen) }
    return wanted.count == connections && wanted.allSatisfy(\.isOpen)
  }

  public func perform(_ requests: [HTTPRequest]) -> [Result<HTTPResponse, TransportError>] {
    let exchanges = requests.map { request -> Result<Exchange, TransportError> in
      Result { () throws(TransportError) in
        try Exchange(request, over: pool, maximumResponseSize: maximumResponseSize)
      }
    }
    ExchangeRound(pool: pool, buffer: buffer).run(exchanges.compactMap { try? $0.get() })
    return exchanges.map { $0.flatMap { $0.outcome ?? .failure(.unprepared) } }
  }
}

/// libcurl gives no more at once.
private let bufferSize = 16_384
