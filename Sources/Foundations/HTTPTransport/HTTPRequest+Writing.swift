extension HTTPRequest {
  /// Adds the request line, `Host`, the header fields, `Content-Length` where there is a body, and the empty line
  /// (RFC 9112, sections 2.1 and 3). The request is one that `refusal` has nothing against.
  func writeHead(for url: PlainURL, to message: inout [UInt8]) {
    message.add(method)
    message.add(" ")
    url.withTarget { target in
      if target.first != UInt8(ascii: "/") { message.add("/") }
      message.append(contentsOf: target)
    }
    message.add(" HTTP/1.1\r\nHost: ")
    url.withAuthority { message.append(contentsOf: $0) }
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
