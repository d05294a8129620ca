import Glibc

/// A blocking HTTP/1.1 server on 127.0.0.1 and a free port, for tests: one thread accepts, one serves each
/// connection, and a closure says what happens with each request.
///
///     let server = try LoopbackServer { request in .status(200, "{}") }
///     defer { server.stop() }
///     let answer = try transport.perform(HTTPRequest(method: "GET", url: server.url + "/path"))
public final class LoopbackServer: Sendable {
  public let port: UInt16
  private let state: LoopbackServerState
  private let acceptor: LoopbackThread

  /// `reply` runs for one request at a time, whatever connection it came on.
  public init(_ reply: @escaping @Sendable (LoopbackRequest) -> LoopbackReply) throws {
    let listener = try LoopbackSocket.listening()
    let state = LoopbackServerState(reply: reply)
    port = try listener.port()
    self.state = state
    state.track(listener)
    acceptor = LoopbackThread {
      while let connection = listener.accept() { state.serve(connection) }
    }
  }

  /// Answers the first requests with `script`, in order, and every later one with 500.
  public convenience init(script: [LoopbackReply]) throws {
    try self.init { request in
      request.index < script.count ? script[request.index] : .status(500, "the script of the server has ended")
    }
  }

  /// Follows a script of its own on each connection; what is beyond a script is reset.
  public convenience init(connections scripts: [[LoopbackReply]]) throws {
    let served = Locked<[Int: Int]>([:])
    try self.init { request in
      let step = served.withLock { counts in
        defer { counts[request.connection, default: 0] += 1 }
        return counts[request.connection, default: 0]
      }
      guard request.connection < scripts.count, step < scripts[request.connection].count else { return .reset }
      return scripts[request.connection][step]
    }
  }

  deinit { stop() }

  /// `127.0.0.1:<port>`, as in `AWS_LAMBDA_RUNTIME_API`.
  public var authority: String { "127.0.0.1:\(port)" }
  /// `http://127.0.0.1:<port>`, without a slash at the end.
  public var url: String { "http://\(authority)" }
  /// All requests that were received whole, in order.
  public var requests: [LoopbackRequest] { state.requests }
  /// How many connections were accepted.
  public var connectionCount: Int { state.connectionCount }

  /// Returns once this server has closed `count` connections, so that a client can be sure to find them closed.
  public func waitForClosedConnections(_ count: Int) {
    while state.closedCount < count { sched_yield() }
  }

  /// Closes everything and waits for the threads. Safe to call twice.
  public func stop() {
    state.closeAll()
    acceptor.join()
    state.joinAll()
  }
}
