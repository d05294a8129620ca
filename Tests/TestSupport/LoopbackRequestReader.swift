/// Cuts the byte stream of one connection into requests.
struct LoopbackRequestReader {
  struct Received {
    var method = ""
    var target = ""
    var headers: [(String, String)] = []
    var body: [UInt8] = []
  }

  private let socket: LoopbackSocket
  private var buffer: [UInt8] = []

  init(socket: LoopbackSocket) {
    self.socket = socket
  }

  /// The next whole request; nil when the peer went away first.
  mutating func next() -> Received? {
    guard let requestLine = line()?.split(separator: " "), requestLine.count == 3 else { return nil }
    var request = Received(method: String(requestLine[0]), target: String(requestLine[1]))
    while let header = line() {
      guard !header.isEmpty else { return body(of: request) }
      let parts = header.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      request.headers.append((String(parts[0]), String(parts[1].drop { $0 == " " })))
    }
    return nil
  }

  private mutating func body(of request: Received) -> Received? {
    var request = request
    for (name, value) in request.headers {
      switch name.lowercased() {
      case "content-length":
        guard let count = Int(value), let body = take(count) else { return nil }
        request.body = body
      case "transfer-encoding":
        guard let body = chunks() else { return nil }
        request.body = body
      default: break
      }
    }
    return request
  }

  private mutating func chunks() -> [UInt8]? {
    var body: [UInt8] = []
    while let size = line().flatMap({ Int($0, radix: 16) }), let chunk = take(size), line() == "" {
      if size == 0 { return body }
      body += chunk
    }
    return nil
  }

  private mutating func line() -> String? {
    var searched = 0
    while true {
      if let end = buffer[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        let line = buffer[..<end]
        buffer.removeFirst(end + 1)
        return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
      }
      searched = buffer.count
      guard let more = socket.receive() else { return nil }
      buffer += more
    }
  }

  private mutating func take(_ count: Int) -> [UInt8]? {
    while buffer.count < count {
      guard let more = socket.receive() else { return nil }
      buffer += more
    }
    defer { buffer.removeFirst(count) }
    return Array(buffer[..<count])
  }
}
