extension HTTPRequest {
  /// The request as it is sent (RFC 9112, sections 2.1 and 3): a large body by itself, so that it is not copied. The
  /// request is one that `refusal` has nothing against.
  func messages(for url: HTTPURL) -> (first: [UInt8], rest: [UInt8]) {
    let isSmall = body.count <= largestCopy
    var message: [UInt8] = []
    message.reserveCapacity(largestUsualHead + (isSmall ? body.count : 0))
    writeHead(for: url, to: &message)
    guard isSmall else { return (message, body) }
    message.append(contentsOf: body)
    return (message, [])
  }

  /// Adds the request line, `Host`, the header fields, `Content-Length` where there is a body, and the empty line.
  private func writeHead(for url: HTTPURL, to message: inout [UInt8]) {
    message.add(method)
    message.add(" ")
    url.withTarget { target in
      if target.first != UInt8(ascii: "/") { message.add("/") }
      message.append(contentsOf: target)
    }
    message.add(" HTTP/1.1\r\nHost: ")
    url.withHost { message.append(contentsOf: $0) }
    for header in headers {
      message.add("\r\n")
      message.add(header.name)
      message.add(": ")
      message.add(header.value)
    }
    if hasBody {
      message.add("\r\nContent-Length: ")
      message.add(String(body.count))
    }
    message.add("\r\n\r\n")
  }
}

extension [UInt8] {
  fileprivate mutating func add(_ text: String) {
    text.withBytes { append(contentsOf: $0) }
  }
}

private let largestCopy = 65_536
/// A signature and a session token are most of it.
private let largestUsualHead = 2_048
