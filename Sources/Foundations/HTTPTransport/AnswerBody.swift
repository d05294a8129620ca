/// The body of an answer, as far as it has come.
struct AnswerBody {
  private(set) var bytes: [UInt8] = []
  private(set) var isWhole = false
  /// Whether its length told its end, and nothing came after it.
  private(set) var endsBeforeConnection = true
  private let length: AnswerFraming.Length
  private let maximumSize: Int
  private var chunks = ChunkReader()

  /// - Throws: `tooLarge` where the announced length is.
  init(_ length: AnswerFraming.Length, maximumSize: Int) throws(TransportError) {
    self.length = length
    self.maximumSize = maximumSize
    guard case .known(let size) = length else { return }
    if size > maximumSize { throw tooLarge }
    bytes.reserveCapacity(size)
    isWhole = size == 0
  }

  /// - Throws: `tooLarge`; `protocolViolation` for chunks that are none.
  mutating func take(_ piece: UnsafeBufferPointer<UInt8>) throws(TransportError) {
    switch length {
    case .known(let size):
      let missing = size - bytes.count
      try add(piece.prefix(missing))
      isWhole = bytes.count == size
      endsBeforeConnection = piece.count <= missing
    case .untilConnectionEnds: try add(piece[...])
    case .chunked:
      var rest = piece[...]
      while !rest.isEmpty, !isWhole {
        try add(try chunks.next(of: &rest))
        isWhole = chunks.isAtEnd
      }
      endsBeforeConnection = rest.isEmpty
    }
  }

  /// The connection has ended.
  /// - Throws: `truncated` where more was announced.
  mutating func end() throws(TransportError) {
    guard case .untilConnectionEnds = length else {
      throw TransportError(kind: .truncated, message: "The answer ended before its end", mayHaveExecuted: true)
    }
    isWhole = true
    endsBeforeConnection = false
  }

  private mutating func add(_ more: Slice<UnsafeBufferPointer<UInt8>>) throws(TransportError) {
    if more.count > maximumSize - bytes.count { throw tooLarge }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: more))
  }

  private var tooLarge: TransportError {
    TransportError(
      kind: .tooLarge, message: "The answer has more than \(maximumSize) bytes", mayHaveExecuted: true)
  }
}
