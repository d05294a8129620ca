/// What the threads of a `LoopbackServer` share.
final class LoopbackServerState: Sendable {
  private struct Contents {
    var requests: [LoopbackRequest] = []
    var connectionCount = 0
    var closedCount = 0
    var sockets: [LoopbackSocket] = []
    var threads: [LoopbackThread] = []
    var isStopped = false
  }

  private let contents = Locked(Contents())
  /// Requests are answered one at a time.
  private let reply: Locked<@Sendable (LoopbackRequest) -> LoopbackReply>

  init(reply: @escaping @Sendable (LoopbackRequest) -> LoopbackReply) {
    self.reply = Locked(reply)
  }

  var requests: [LoopbackRequest] { contents.withLock { $0.requests } }
  var connectionCount: Int { contents.withLock { $0.connectionCount } }

  var closedCount: Int { contents.withLock { $0.closedCount } }

  func track(_ socket: LoopbackSocket) {
    contents.withLock { $0.sockets.append(socket) }
  }

  func serve(_ socket: LoopbackSocket) {
    contents.withLock { contents in
      guard !contents.isStopped else { return }
      let number = contents.connectionCount
      contents.connectionCount += 1
      contents.sockets.append(socket)
      contents.threads.append(LoopbackThread { self.converse(on: socket, number: number) })
    }
  }

  func closeAll() {
    let sockets = contents.withLock { contents in
      contents.isStopped = true
      return contents.sockets
    }
    for socket in sockets { socket.shutdown() }
  }

  func joinAll() {
    let threads = contents.withLock { contents in
      contents.sockets.removeAll()
      defer { contents.threads.removeAll() }
      return contents.threads
    }
    for thread in threads { thread.join() }
  }

  private func converse(on socket: LoopbackSocket, number: Int) {
    defer {
      socket.close()
      contents.withLock { $0.closedCount += 1 }
    }
    var reader = LoopbackRequestReader(socket: socket)
    while let received = reader.next() {
      let (request, reply) = reply.withLock { reply in
        let request = record(received, connection: number)
        return (request, reply(request))
      }
      guard socket.send(reply, isHead: request.method == "HEAD") else { return }
    }
  }

  private func record(_ received: LoopbackRequestReader.Received, connection: Int) -> LoopbackRequest {
    contents.withLock { contents in
      let request = LoopbackRequest(
        method: received.method, target: received.target, headers: received.headers, body: received.body,
        connection: connection, index: contents.requests.count)
      contents.requests.append(request)
      return request
    }
  }
}
