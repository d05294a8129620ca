/// What the head of an answer says of its body's length and of the connection (RFC 9112, sections 6.3 and 9.3).
struct AnswerFraming {
  enum Length {
    case known(Int)
    case chunked
    case untilConnectionEnds
  }

  private(set) var keepsConnection: Bool
  private var contentLength: Int?
  private var isEncoded = false
  private var isChunked = false

  /// - Parameter isKept: whether the answer's version keeps connections.
  init(isKept: Bool = true) {
    keepsConnection = isKept
  }

  var length: Length {
    if isChunked { return .chunked }
    if isEncoded { return .untilConnectionEnds }
    return contentLength.map { .known($0) } ?? .untilConnectionEnds
  }

  /// - Throws: `protocolViolation` for a length that is none, or a second one.
  mutating func note(_ field: HTTPHeader) throws(TransportError) {
    if field.isNamed("Content-Length") {
      let isNumber = field.value.withBytes { $0.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }
      guard isNumber, let length = Int(field.value), contentLength ?? length == length else {
        throw .violation("a wrong Content-Length")
      }
      contentLength = length
    } else if field.isNamed("Transfer-Encoding") {
      isEncoded = true
      isChunked = field.value.lowercased().hasSuffix("chunked")
    } else if field.isNamed("Connection") {
      let options = field.value.lowercased().split { $0 == "," || $0 == " " }
      if options.contains("close") { keepsConnection = false }
    }
  }
}
