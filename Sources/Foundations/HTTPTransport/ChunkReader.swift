/// Takes a body out of its chunks (RFC 9112, section 7.1). Extensions and trailer fields are passed over.
struct ChunkReader {
  private enum State {
    /// Of the size so far, and whether it has a digit.
    case size(Int, hasDigits: Bool)
    case chunkExtension(Int)
    case data(Int)
    case dataEnd
    /// How many bytes the line has.
    case trailer(Int)
    case end
  }

  private var state = State.size(0, hasDigits: false)
  /// Bytes since the last ones of the body.
  private var overhead = 0

  var isAtEnd: Bool { if case .end = state { true } else { false } }

  /// Reads on in `rest`, and takes what it has read off it.
  ///
  /// - Returns: the next bytes of the body, which may be none.
  mutating func next(
    of rest: inout Slice<UnsafeBufferPointer<UInt8>>
  ) throws(TransportError) -> Slice<UnsafeBufferPointer<UInt8>> {
    guard case .data(let size) = state else {
      if let byte = rest.popFirst() { try read(byte) }
      return rest.prefix(0)
    }
    overhead = 0
    let data = rest.prefix(size)
    rest = rest.dropFirst(data.count)
    state = data.count == size ? .dataEnd : .data(size - data.count)
    return data
  }

  private mutating func read(_ byte: UInt8) throws(TransportError) {
    overhead += 1
    if overhead > maximumOverhead { throw .wrongChunk }
    let isLineEnd = byte == UInt8(ascii: "\n")
    switch state {
    case .size(let size, let hasDigits): try readSize(byte, size, hasDigits)
    case .chunkExtension(let size): if isLineEnd { endSize(size) }
    case .dataEnd:
      if isLineEnd { state = .size(0, hasDigits: false) } else if byte != UInt8(ascii: "\r") { throw .wrongChunk }
    case .trailer(let count):
      if isLineEnd {
        state = count == 0 ? .end : .trailer(0)
      } else if byte != UInt8(ascii: "\r") {
        state = .trailer(1)
      }
    case .data, .end: break
    }
  }

  private mutating func readSize(_ byte: UInt8, _ size: Int, _ hasDigits: Bool) throws(TransportError) {
    if let digit = Character(UnicodeScalar(byte)).hexDigitValue {
      let (longer, isOverflow) = size.multipliedReportingOverflow(by: 16)
      if isOverflow { throw .wrongChunk }
      state = .size(longer | digit, hasDigits: true)
      return
    }
    guard hasDigits else { throw .wrongChunk }
    switch byte {
    case UInt8(ascii: "\n"): endSize(size)
    case UInt8(ascii: ";"), UInt8(ascii: " "), UInt8(ascii: "\t"): state = .chunkExtension(size)
    case UInt8(ascii: "\r"): break
    default: throw .wrongChunk
    }
  }

  private mutating func endSize(_ size: Int) {
    state = size == 0 ? .trailer(0) : .data(size)
  }
}

/// Far above any extension or trailer.
private let maximumOverhead = 65_536

extension TransportError {
  fileprivate static let wrongChunk = violation("a chunk without its size or end")
}
