import Glibc

/// A TCP socket on 127.0.0.1 that one thread uses and any thread may shut down.
public final class LoopbackSocket: Sendable {
  struct Failure: Error { let call: String, code: Int32 }

  private let descriptor: Int32
  private let isClosed = Locked(false)

  init(_ descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close() }

  public static func listening() throws -> LoopbackSocket {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw Failure(call: "socket", code: errno) }
    let created = LoopbackSocket(descriptor)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    guard bound == 0, listen(descriptor, 128) == 0 else { throw Failure(call: "bind", code: errno) }
    return created
  }

  public func port() throws -> UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let known = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
    }
    guard known == 0 else { throw Failure(call: "getsockname", code: errno) }
    return UInt16(bigEndian: address.sin_port)
  }

  /// The next connection; nil once the socket was shut down.
  public func accept() -> LoopbackSocket? {
    let accepted = Glibc.accept(descriptor, nil, nil)
    guard accepted >= 0 else { return nil }
    _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
    var enabled: Int32 = 1
    setsockopt(accepted, Int32(IPPROTO_TCP), TCP_NODELAY, &enabled, socklen_t(MemoryLayout<Int32>.size))
    return LoopbackSocket(accepted)
  }

  /// The next bytes; nil at the end of the stream or when the connection broke.
  public func receive() -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count > 0 ? Array(buffer[..<count]) : nil
  }

  /// Sends what `reply` asks for; false when the connection is over.
  func send(_ reply: LoopbackReply, isHead: Bool) -> Bool {
    switch reply {
    case .answer(let response): return send(response.serialized(isHead: isHead))
    case .answerThenClose(let response): _ = send(response.serialized(isHead: isHead))
    case .truncate(let response, let count): _ = send(Array(response.serialized(isHead: isHead).prefix(count)))
    case .raw(let bytes): _ = send(bytes)
    case .close: break
    case .reset: resetOnClose()
    case .stall:
      while receive() != nil {}
    }
    close()
    return false
  }

  public func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  /// Wakes the thread that is blocked on this socket, without giving the descriptor away to another one.
  public func shutdown() {
    isClosed.withLock { if !$0 { _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR)) } }
  }

  func close() {
    isClosed.withLock { isClosed in
      guard !isClosed else { return }
      isClosed = true
      _ = Glibc.close(descriptor)
    }
  }

  private func resetOnClose() {
    var immediately = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &immediately, socklen_t(MemoryLayout<linger>.size))
  }
}
