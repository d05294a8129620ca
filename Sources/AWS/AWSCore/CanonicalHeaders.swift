import HTTPTransport

/// A request's headers in the form that SigV4 signs: lower-case names in byte order, values trimmed and joined.
struct CanonicalHeaders {
  /// `name:value` lines, each with its line feed.
  private(set) var lines: [UInt8] = []
  /// The names, joined by semicolons.
  private(set) var names: [UInt8] = []

  /// Headers that a proxy or the HTTP client may add or change on the way, and so cannot be signed.
  private static let unsigned = [
    "authorization", "connection", "expect", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
  ].map { Array($0.utf8) }
  private static let sessionToken = Array("x-amz-security-token".utf8)
  private static let host = Array("host".utf8)

  private struct Entry {
    let name: [UInt8]
    let value: String
    let place: Int
  }

  init(_ headers: [HTTPHeader], host: String, leavesSessionTokenUnsigned: Bool) {
    var entries: [Entry] = []
    entries.reserveCapacity(headers.count + 1)
    var hasHost = false
    for header in headers {
      let name = Self.lowercased(header.name)
      if Self.unsigned.contains(name) || (leavesSessionTokenUnsigned && name == Self.sessionToken) { continue }
      hasHost = hasHost || name == Self.host
      entries.append(Entry(name: name, value: header.value, place: entries.count))
    }
    if !hasHost { entries.append(Entry(name: Self.host, value: host, place: entries.count)) }
    // By place too: `sort` is not documented to be stable, and equal names keep their order in the request.
    entries.sort { $0.name == $1.name ? $0.place < $1.place : $0.name.lexicographicallyPrecedes($1.name) }
    lines.reserveCapacity(2_048)
    names.reserveCapacity(128)
    var previous: [UInt8] = []
    for entry in entries {
      append(entry, repeats: previous == entry.name)
      previous = entry.name
    }
    if !lines.isEmpty { lines.append(UInt8(ascii: "\n")) }
  }

  private static func lowercased(_ name: String) -> [UInt8] {
    name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
  }

  private mutating func append(_ entry: Entry, repeats: Bool) {
    if repeats {
      lines.append(UInt8(ascii: ","))
    } else {
      if !lines.isEmpty {
        lines.append(UInt8(ascii: "\n"))
        names.append(UInt8(ascii: ";"))
      }
      names.append(contentsOf: entry.name)
      lines.append(contentsOf: entry.name)
      lines.append(UInt8(ascii: ":"))
    }
    var value = entry.value
    value.withUTF8 { bytes in
      if bytes.allSatisfy({ $0 > 0x20 }) {
        lines.append(contentsOf: bytes)
      } else {
        appendCollapsed(bytes)
      }
    }
  }

  /// Leading and trailing white space removed, inner runs (also of folded lines) as one space.
  private mutating func appendCollapsed(_ value: UnsafeBufferPointer<UInt8>) {
    var started = false
    var pendingSpace = false
    for byte in value {
      if byte == 0x20 || (0x09...0x0d).contains(byte) {
        pendingSpace = started
      } else {
        if pendingSpace { lines.append(0x20) }
        pendingSpace = false
        started = true
        lines.append(byte)
      }
    }
  }
}
