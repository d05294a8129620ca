/// What the head of an answer says of its body's length and of the connection (RFC 9112, sections 6.3 and 9.3).
struct AnswerFraming {
  enum Length {
    case known(Int)
    case chunked
    case untilConnectionEnds
  }

  private var isKept: Bool
  private var contentLength: Int?
  private var isEncoded = false
  private var isChunked = false

  /// - Parameter isKept: whether the answer's version keeps connections.
  init(isKept: Bool = true) {
    self.isKept = isKept
  }

  /// Not with two lengths, of which somebody between may go by the other one.
  var keepsConnection: Bool { isKept && !(isEncoded && contentLength != nil) }

  var length: Length {
    if isChunked { return .chunked }
    if isEncoded { return .untilConnectionEnds }
    return contentLength.map { .known($0) } ?? .untilConnectionEnds
  }

  /// - Throws: `protocolViolation` for a length that is none, or a second one.
  mutating func note(_ field: FieldPlace, in bytes: UnsafeBufferPointer<UInt8>) throws(TransportError) {
    let value = bytes[field.value]
    if field.isNamed("Content-Length", in: bytes) {
      let isNumber = value.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
      guard isNumber, let length = Int(String(decoding: value, as: UTF8.self)), contentLength ?? length == length else {
        throw .violation("a wrong Content-Length")
      }
      contentLength = length
    } else if field.isNamed("Transfer-Encoding", in: bytes) {
      isEncoded = true
      isChunked = words(of: value).last == "chunked"
    } else if field.isNamed("Connection", in: bytes) {
      if words(of: value).contains("close") { isKept = false }
    }
  }

  /// The members of a list (RFC 9110, section 5.6.1), in small letters.
  private func words(of value: Slice<UnsafeBufferPointer<UInt8>>) -> [Substring] {
    String(decoding: value, as: UTF8.self).lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }
  }
}
