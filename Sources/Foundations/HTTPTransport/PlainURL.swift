/// An `http` URL, of which the authority and the target are known by place.
struct PlainURL {
  private let text: String
  /// Where the authority ends, in UTF-8 bytes.
  private let end: Int

  /// - Throws: `protocolViolation` for another scheme, `other` for what is no URL or names a user.
  init(_ text: String) throws(TransportError) {
    self.text = text
    let end = text.withBytes { bytes -> Int? in
      guard bytes.starts(with: scheme) else { return nil }
      return bytes[scheme.count...].firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") } ?? bytes.count
    }
    guard let end else {
      let kind: TransportError.Kind = text.drop { $0.isLetter }.hasPrefix("://") ? .protocolViolation : .other
      throw TransportError(kind: kind, message: "the URL is not one of plain HTTP", mayHaveExecuted: false)
    }
    self.end = end
    let isUsable = text.withBytes { end > scheme.count && !$0[scheme.count..<end].contains(UInt8(ascii: "@")) }
    if !isUsable { throw .unsendable("the URL must name a host and no user") }
  }

  var authority: String { withAuthority { String(decoding: $0, as: UTF8.self) } }

  func hasAuthority(_ authority: String) -> Bool {
    withAuthority { own in authority.withBytes { own.elementsEqual($0) } }
  }

  func withAuthority<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    text.withBytes { body(UnsafeBufferPointer(rebasing: $0[scheme.count..<end])) }
  }

  /// Path and query; empty where the URL ends with the authority.
  func withTarget<Value>(_ body: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
    text.withBytes { body(UnsafeBufferPointer(rebasing: $0[end...])) }
  }
}

private let scheme = Array("http://".utf8)
