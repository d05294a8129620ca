import Glibc

/// Reads one HTTP/1.1 answer (RFC 9112) piece by piece, as a connection gives it. Interim answers (1xx) are passed over.
struct AnswerParser {
  private let isToHead: Bool
  private let maximumBodySize: Int
  /// Of the head: what is not read yet is from `position` on.
  private var head: [UInt8] = []
  private var position = 0
  private var status = 0
  private var fields: [FieldPlace] = []
  private var headers = HTTPHeaders()
  private var framing = AnswerFraming()
  private var body: AnswerBody?

  /// - Parameter method: that of the request; an answer to `HEAD` has no body.
  init(to method: String, maximumBodySize: Int) {
    isToHead = method == "HEAD"
    self.maximumBodySize = maximumBodySize
  }

  /// Whether its head is there, and is that of no interim answer.
  var hasHead: Bool { body != nil }

  /// Whether the answer is there; nothing may be taken after it.
  var isWhole: Bool { body?.isWhole ?? false }

  /// Whether another request may follow on the same connection, once the answer is whole.
  var keepsConnection: Bool { framing.keepsConnection && body?.endsBeforeConnection ?? false }

  var response: HTTPResponse {
    HTTPResponse(status: status, headers: headers, body: body?.bytes ?? [])
  }

  /// - Throws: `protocolViolation` where it is no such answer, `tooLarge` where its body is.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) throws(TransportError) {
    guard body == nil else {
      try body?.take(bytes)
      return
    }
    head.append(contentsOf: bytes)
    while body == nil, let line = nextLine() { try read(line) }
    if status == 0, !"HTTP/1.".utf8.starts(with: head[position...].prefix(7)) { throw .violation("no status line") }
    guard body != nil else {
      if head.count > maximumHeadSize { throw .violation("a head of more than \(maximumHeadSize) bytes") }
      return
    }
    headers = HTTPHeaders(fields, in: Array(head[..<position]))
    let rest = head[position...]
    head = []
    try rest.withUnsafeBufferPointer { (rest) throws(TransportError) -> Void in try body?.take(rest) }
  }

  /// The connection has ended.
  /// - Throws: `reset` or `truncated` where the answer needed more.
  mutating func end() throws(TransportError) {
    guard body != nil else {
      throw TransportError(kind: .reset, message: "The connection ended before an answer came", mayHaveExecuted: true)
    }
    try body?.end()
  }

  /// Without its end; empty for the line that ends the head.
  private mutating func nextLine() -> Range<Int>? {
    let start = position
    let end = head.withUnsafeBytes { bytes -> Int? in
      guard let base = bytes.baseAddress, let found = memchr(base + start, 0x0A, bytes.count - start) else {
        return nil
      }
      return UnsafeRawPointer(found) - base
    }
    guard let end else { return nil }
    position = end + 1
    return start..<(end > start && head[end - 1] == 0x0D ? end - 1 : end)
  }

  private mutating func read(_ line: Range<Int>) throws(TransportError) {
    if status == 0 { return try readStatus(head[line]) }
    if line.isEmpty { return try endHead() }
    try head.withUnsafeBufferPointer { (bytes) throws(TransportError) in
      guard let field = FieldPlace(line: line, in: bytes) else { return }
      try framing.note(field, in: bytes)
      fields.append(field)
    }
  }

  private mutating func readStatus(_ line: ArraySlice<UInt8>) throws(TransportError) {
    let digits = line.dropFirst(9).prefix(3)
    guard line.starts(with: "HTTP/1.".utf8), line.dropFirst(8).first == UInt8(ascii: " "), digits.count == 3,
      let status = Int(String(decoding: digits, as: UTF8.self)), status >= 100,
      line.dropFirst(12).first ?? UInt8(ascii: " ") == UInt8(ascii: " ")
    else { throw .violation("no status line") }
    self.status = status
    fields.reserveCapacity(usualFieldCount)
    framing = AnswerFraming(isKept: line.dropFirst(7).first != UInt8(ascii: "0"))
  }

  private mutating func endHead() throws(TransportError) {
    guard status >= 200 else {
      status = 0
      fields.removeAll()
      return
    }
    let hasBody = !isToHead && status != 204 && status != 304
    body = try AnswerBody(hasBody ? framing.length : .known(0), maximumSize: maximumBodySize)
  }
}

/// Few answers of the Runtime API or of AWS have more.
private let usualFieldCount = 16
/// Far above what the Runtime API sends, and below what hurts.
private let maximumHeadSize = 262_144

extension TransportError {
  static func violation(_ message: String) -> TransportError {
    TransportError(kind: .protocolViolation, message: "The answer is not HTTP/1.1: \(message)", mayHaveExecuted: true)
  }
}
