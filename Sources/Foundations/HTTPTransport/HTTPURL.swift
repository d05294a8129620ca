/// An `http` or `https` URL, of which the origin and the target are known by place.
struct HTTPURL {
  private let text: String
  /// Where the authority begins and ends, in UTF-8 bytes.
  private let authority: Range<Int>

  /// - Throws: `protocolViolation` for another scheme, `other` for what is no URL or names a user.
  init(_ text: String) throws(TransportError) {
    self.text = text
    let found = text.withBytes { bytes -> Range<Int>? in
      guard let scheme = schemes.first(where: { bytes.starts(with: $0) }) else { return nil }
      let rest = bytes[scheme.count...]
      return scheme.count..<(rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.count)
    }
    guard let found else {
      let kind: TransportError.Kind = text.drop { $0.isLetter }.hasPrefix("://") ? .protocolViolation : .other
      throw TransportError(kind: kind, message: "the URL is not one of HTTP", mayHaveExecuted: false)
    }
    authority = found
    let isUsable = text.withBytes { !found.isEmpty && !$0[found].contains(UInt8(ascii: "@")) }
    if !isUsable { throw .unsendable("the URL must name a host and no user") }
  }

  /// Scheme, host and port, as they are written.
  var origin: String { withBytes(0..<authority.upperBound) { String(decoding: $0, as: UTF8.self) } }

  func hasOrigin(_ origin: String) -> Bool {
    withBytes(0..<authority.upperBound) { own in origin.withBytes { own.elementsEqual($0) } }
  }

  func withAuthority<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value { withBytes(authority, body) }

  /// Path and query; empty where the URL ends with the authority.
  func withTarget<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    text.withBytes { body(UnsafeBufferPointer(rebasing: $0[authority.upperBound...])) }
  }

  private func withBytes<Value>(_ range: Range<Int>, _ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    text.withBytes { body(UnsafeBufferPointer(rebasing: $0[range])) }
  }
}

private let schemes = [Array("https://".utf8), Array("http://".utf8)]
