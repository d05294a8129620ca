import CCurl
import Glibc

/// One request and its answer, as far as they have come.
final class Exchange {
  let isDispensable: Bool
  /// When it is given up, by `MonotonicClock.now()`; nil for never.
  let deadline: Int64?
  private(set) var outcome: Result<HTTPResponse, TransportError>?
  private let pool: ConnectionPool
  private let url: HTTPURL
  private let connectTimeoutMilliseconds: Int
  private var connection: Connection?
  /// What has to be sent, from `position` on, and what after it.
  private var message: [UInt8]
  private var rest: [UInt8]
  private var position = 0
  private var hasBegun = false
  private var isCutOff = false
  /// Whether it has stopped reading although more may be there.
  private(set) var hasUnread = false
  private var parser: AnswerParser

  /// - Throws: why the request cannot be sent.
  init(_ request: HTTPRequest, over pool: ConnectionPool, maximumResponseSize: Int) throws(TransportError) {
    if let refusal = request.refusal { throw refusal }
    self.pool = pool
    url = try HTTPURL(request.url)
    isDispensable = request.isDispensable
    deadline = request.totalTimeoutMilliseconds.map { MonotonicClock.now() + Int64(min($0, Int(Int32.max))) }
    connectTimeoutMilliseconds = request.connectTimeoutMilliseconds ?? standardConnectTimeout
    (message, rest) = request.messages(for: url)
    parser = AnswerParser(to: request.method, maximumBodySize: maximumResponseSize)
  }

  /// What is waited for.
  var awaited: curl_waitfd {
    let events = hasBegun && !isSent ? CURL_WAIT_POLLIN | CURL_WAIT_POLLOUT : CURL_WAIT_POLLIN
    return curl_waitfd(
      fd: hasBegun ? connection?.socket ?? CURL_SOCKET_BAD : CURL_SOCKET_BAD, events: Int16(events), revents: 0)
  }

  /// Goes as far as it can without waiting for an answer.
  func advance() {
    guard outcome == nil, !hasBegun else { return }
    attempt { () throws(TransportError) in
      if connection == nil {
        connection = try pool.take(for: url, connectTimeoutMilliseconds: connectTimeoutMilliseconds)
      }
      guard let connection else { return }
      switch connection.state {
      case .opening: return
      case .failed(let error): throw error
      case .open:
        hasBegun = true
        connection.begin()
        try send(over: connection)
      }
    }
  }

  /// Goes on where something has come to pass on its connection.
  ///
  /// - Parameters:
  ///   - events: `CURL_WAIT_POLLIN` and the like. libcurl calls a connection that has ended or broken readable.
  ///   - buffer: for what is received.
  func proceed(_ events: Int16, _ buffer: UnsafeMutableBufferPointer<UInt8>) {
    guard let connection, hasBegun, outcome == nil, events != 0 || hasUnread else { return }
    attempt { () throws(TransportError) in
      if events & Int16(CURL_WAIT_POLLIN) != 0 || hasUnread { try receive(over: connection, buffer) }
      if outcome == nil, !isSent { try send(over: connection) }
    }
  }

  /// It took too long.
  func giveUp() {
    let error = connection?.failure(CURLE_OPERATION_TIMEDOUT)
    finish(
      .failure(error ?? TransportError(kind: .timeout, message: "no connection became free", mayHaveExecuted: false)))
  }

  /// libcurl cannot wait for its answer.
  func fail() { finish(.failure(connection?.failure(CURLE_OUT_OF_MEMORY) ?? .unprepared)) }

  private func attempt(_ step: () throws(TransportError) -> Void) {
    do {
      try step()
    } catch {
      finish(.failure(error))
    }
  }

  private var isSent: Bool { position == message.count && rest.isEmpty }

  private func send(over connection: Connection) throws(TransportError) {
    while !isSent {
      let count = try message.withUnsafeBufferPointer { (bytes) throws(TransportError) -> Int in
        try connection.send(UnsafeBufferPointer(rebasing: bytes[position...]))
      }
      if count == 0 { return }
      position += count
      if position < message.count || rest.isEmpty { continue }
      (message, rest, position) = (rest, [], 0)
    }
  }

  private func receive(
    over connection: Connection, _ buffer: UnsafeMutableBufferPointer<UInt8>
  ) throws(TransportError) {
    hasUnread = false
    var pieces = 0
    while outcome == nil, let piece = try connection.receive(into: buffer) {
      if piece.isEmpty { try parser.end() } else { try parser.take(piece) }
      // A server that answers before it has the whole request wants no more of it.
      if parser.hasHead, !isSent {
        isCutOff = true
        (message, rest, position) = ([], [], 0)
      }
      if parser.isWhole { finish(.success(parser.response)) }
      // Others want their turn, and a deadline may be over.
      pieces += 1
      if pieces == maximumPieces {
        hasUnread = true
        return
      }
    }
  }

  private func finish(_ outcome: Result<HTTPResponse, TransportError>) {
    self.outcome = outcome
    guard let connection else { return }
    let isWhole = if case .success = outcome { true } else { false }
    pool.giveBack(connection, isKept: isWhole && !isCutOff && parser.keepsConnection)
    self.connection = nil
  }
}

private let maximumPieces = 64
/// libcurl's own, in milliseconds.
private let standardConnectTimeout = 300_000
