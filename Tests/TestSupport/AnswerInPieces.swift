@testable import HTTPTransport

/// An answer from a connection that gives it in pieces of one size, and ends with it; or why there is none.
public func answerInPieces(
  _ wire: [UInt8], of size: Int, maximumBodySize: Int
) -> Result<HTTPResponse, TransportError> {
  var parser = AnswerParser(to: "GET", maximumBodySize: maximumBodySize)
  var rest = wire[...]
  do throws(TransportError) {
    while !parser.isWhole, !rest.isEmpty {
      let piece = rest.prefix(size)
      rest = rest.dropFirst(size)
      try piece.withUnsafeBufferPointer { (piece) throws(TransportError) -> Void in try parser.take(piece) }
    }
    if !parser.isWhole { try parser.end() }
    return .success(parser.response)
  } catch {
    return .failure(error)
  }
}
