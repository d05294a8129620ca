import CCurl

/// The connections of one transport: those that are in use or being opened, and those that rest.
final class ConnectionPool {
  private let session: CurlSession
  private let maximumPerOrigin: Int
  private var used: [Connection] = []
  private var resting: [Connection] = []

  init(_ options: TransportOptions) throws(TransportError) {
    session = try CurlSession(options)
    maximumPerOrigin = max(1, options.maximumConnectionsPerOrigin)
  }

  /// A connection for one exchange: the one that has rested for the shortest time, or a new one that is only being opened.
  ///
  /// - Returns: nil while there are as many as may be.
  func take(for url: HTTPURL, connectTimeoutMilliseconds: Int) throws(TransportError) -> Connection? {
    while let place = resting.lastIndex(where: { url.hasOrigin($0.origin) }) {
      let connection = resting.remove(at: place)
      guard connection.isUsable else { continue }
      used.append(connection)
      return connection
    }
    guard used.count(where: { url.hasOrigin($0.origin) }) < maximumPerOrigin else { return nil }
    let connection = try Connection(
      to: url.origin, in: session, timeoutMilliseconds: connectTimeoutMilliseconds)
    used.append(connection)
    return connection
  }

  /// The exchange is over.
  ///
  /// - Parameter isKept: whether another one may follow; otherwise it is closed.
  func giveBack(_ connection: Connection, isKept: Bool) {
    used.removeAll { $0 === connection }
    guard isKept else { return }
    connection.rest()
    resting.append(connection)
    if resting.count > maximumResting { resting.removeFirst() }
  }

  /// Waits until something has come to pass on a socket that is named or on a connection that is being opened, and brings
  /// the latter forward.
  ///
  /// - Parameter sockets: are told what has come to pass on them.
  /// - Returns: false if libcurl is at its end.
  func wait(for sockets: inout [curl_waitfd], atMost milliseconds: Int64) -> Bool {
    let wait = Int32(clamping: max(milliseconds, 0))
    guard curl_multi_poll(session.multi, &sockets, UInt32(sockets.count), wait, nil) == CURLM_OK else { return false }
    advance()
    return true
  }

  private func advance() {
    guard used.contains(where: \.isOpening) else { return }
    for (handle, code) in session.advance() {
      used.first { $0.handle == handle }?.opened(with: code)
    }
  }
}

/// More than any of our functions talks to at once: a few origins, and a batch in flight.
private let maximumResting = 32
