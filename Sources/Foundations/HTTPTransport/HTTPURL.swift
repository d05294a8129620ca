/// An `http` or `https` URL, of which the origin and the target are known by place.
struct HTTPURL {
  private let text: String
  /// Where the authority begins and ends, in UTF-8 bytes.
  private let authority: Range<Int>
  /// The authority without the scheme's own port.
  private let host: Range<Int>

  /// - Throws: `protocolViolation` for another scheme, `other` for what is no URL or names a user.
  init(_ text: String) throws(TransportError) {
    self.text = text
    let found = text.withBytes { bytes -> (authority: Range<Int>, host: Range<Int>)? in
      guard let scheme = schemes.first(where: { bytes.starts(with: $0.start) }) else { return nil }
      let rest = bytes[scheme.start.count...]
      let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.count
      let hasOwnPort = rest[..<end].suffix(scheme.port.count).elementsEqual(scheme.port)
      let authority = scheme.start.count..<end
      return (authority, hasOwnPort ? authority.dropLast(scheme.port.count) : authority)
    }
    guard let found else {
      let kind: TransportError.Kind = text.drop { $0.isLetter }.hasPrefix("://") ? .protocolViolation : .other
      throw TransportError(kind: kind, message: "the URL is not one of HTTP", mayHaveExecuted: false)
    }
    (authority, host) = found
    let isUsable = text.withBytes { !found.host.isEmpty && !$0[found.authority].contains(UInt8(ascii: "@")) }
    if !isUsable { throw .unsendable("the URL must name a host and no user") }
  }

  /// Scheme, host and port, as they are written.
  var origin: String { withBytes(0..<authority.upperBound) { String(decoding: $0, as: UTF8.self) } }

  func hasOrigin(_ origin: String) -> Bool {
    withBytes(0..<authority.upperBound) { own in origin.withBytes { own.elementsEqual($0) } }
  }

  /// The authority as `Host` names it, and as AWS signatures cover it: without the scheme's own port, as every client
  /// sends it (RFC 9110, section 4.2.3).
  func withHost<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value { withBytes(host, body) }

  /// Path and query; empty where the URL ends with the authority.
  func withTarget<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    text.withBytes { body(UnsafeBufferPointer(rebasing: $0[authority.upperBound...])) }
  }

  private func withBytes<Value>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    text.withBytes { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }
}

private let schemes = [
  (start: Array("https://".utf8), port: Array(":443".utf8)), (start: Array("http://".utf8), port: Array(":80".utf8)),
]
