import HTTPTransport

/// A request's headers in the form that SigV4 signs: lower-case names in byte order, values trimmed and joined.
struct CanonicalHeaders {
  /// `name:value` lines, each with its line feed.
  private(set) var lines: [UInt8] = []
  /// The names, joined by semicolons.
  private(set) var names: [UInt8] = []

  /// Headers that a proxy or the HTTP client may add or change on the way, and so cannot be signed.
  private static let unsigned: Set<String> = [
    "authorization", "connection", "expect", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id",
  ]

  init(_ headers: [HTTPHeader], host: String, leavesSessionTokenUnsigned: Bool) {
    var entries: [(name: String, value: String)] = []
    entries.reserveCapacity(headers.count + 1)
    var hasHost = false
    for header in headers {
      let name = header.name.lowercased()
      if Self.unsigned.contains(name) { continue }
      if leavesSessionTokenUnsigned && name == "x-amz-security-token" { continue }
      if name == "host" { hasHost = true }
      entries.append((name, header.value))
    }
    if !hasHost { entries.append(("host", host)) }
    // Not by name alone: `sort` is not documented to be stable, and equal names keep their order in the request.
    let order = entries.indices.sorted {
      entries[$0].name == entries[$1].name ? $0 < $1 : entries[$0].name < entries[$1].name
    }
    lines.reserveCapacity(512)
    var previous: String?
    for index in order {
      append(entries[index].name, entries[index].value, repeats: previous == entries[index].name)
      previous = entries[index].name
    }
    if !lines.isEmpty { lines.append(UInt8(ascii: "\n")) }
  }

  private mutating func append(_ name: String, _ value: String, repeats: Bool) {
    if repeats {
      lines.append(UInt8(ascii: ","))
    } else {
      if !lines.isEmpty {
        lines.append(UInt8(ascii: "\n"))
        names.append(UInt8(ascii: ";"))
      }
      names.append(contentsOf: name.utf8)
      lines.append(contentsOf: name.utf8)
      lines.append(UInt8(ascii: ":"))
    }
    appendCollapsed(value)
  }

  /// Leading and trailing white space removed, inner runs (also of folded lines) as one space.
  private mutating func appendCollapsed(_ value: String) {
    var started = false
    var pendingSpace = false
    for byte in value.utf8 {
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
