/// The parts of a request's URL in the form that SigV4 signs.
struct CanonicalURL: Hashable, Sendable {
  /// The authority as the transport sends it in `Host`: without the scheme's own port.
  let host: String
  let path: [UInt8]
  let query: [UInt8]

  /// - Parameter url: absolute, `http` or `https`. Characters that a URL may not hold are taken as not encoded yet.
  init(_ url: String, normalizesPath: Bool) {
    let bytes = Array(url.utf8)
    var rest = bytes[...]
    var defaultPort = ":443"
    if let mark = Self.firstIndex(of: "://", in: bytes) {
      if bytes[..<mark].elementsEqual("http".utf8) { defaultPort = ":80" }
      rest = bytes[(mark + 3)...]
    }
    let end = rest.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    let authority = String(decoding: rest[..<(end ?? rest.endIndex)], as: UTF8.self)
    host = authority.hasSuffix(defaultPort) ? String(authority.dropLast(defaultPort.count)) : authority
    rest = rest[(end ?? rest.endIndex)...].prefix { $0 != UInt8(ascii: "#") }
    let question = rest.firstIndex(of: UInt8(ascii: "?")) ?? rest.endIndex
    path = Self.canonicalPath(rest[..<question], normalizes: normalizesPath)
    query = Self.canonicalQuery(rest[question...].dropFirst())
  }

  private static func firstIndex(of text: String, in bytes: [UInt8]) -> Int? {
    bytes.indices.first { bytes[$0...].starts(with: text.utf8) }
  }

  private static func canonicalPath(_ path: ArraySlice<UInt8>, normalizes: Bool) -> [UInt8] {
    if path.count <= 1 { return [UInt8(ascii: "/")] }
    return PercentEncoding.encoded(normalizes ? normalized(path) : Array(path), keepsSlash: true)
  }

  /// RFC 3986 section 5.2.4, and runs of slashes as one.
  private static func normalized(_ path: ArraySlice<UInt8>) -> [UInt8] {
    var kept: [ArraySlice<UInt8>] = []
    for segment in path.split(separator: UInt8(ascii: "/")) {
      if segment.elementsEqual("..".utf8) {
        _ = kept.popLast()
      } else if !segment.elementsEqual(".".utf8) {
        kept.append(segment)
      }
    }
    var result: [UInt8] = []
    for segment in kept {
      result.append(UInt8(ascii: "/"))
      result.append(contentsOf: segment)
    }
    if path.last == UInt8(ascii: "/") || kept.isEmpty { result.append(UInt8(ascii: "/")) }
    return result
  }

  private static func canonicalQuery(_ query: ArraySlice<UInt8>) -> [UInt8] {
    if query.isEmpty { return [] }
    let pairs = query.split(separator: UInt8(ascii: "&")).map { pair in
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return parts.map { PercentEncoding.encoded(PercentEncoding.decoded($0), keepsSlash: false) }
    }
    let sorted = pairs.sorted { left, right in
      left[0] == right[0]
        ? left.dropFirst().joined().lexicographicallyPrecedes(right.dropFirst().joined())
        : left[0].lexicographicallyPrecedes(right[0])
    }
    let joined = sorted.map { $0[0] + [UInt8(ascii: "=")] + $0.dropFirst().joined() }
    return Array(joined.joined(separator: [UInt8(ascii: "&")]))
  }
}
