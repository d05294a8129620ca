/// What a `LoopbackServer` does once it has read a request.
public enum LoopbackReply: Sendable {
  /// Answers and keeps the connection.
  case answer(LoopbackResponse)
  /// Answers and closes the connection without having announced it, as a server does with an idle one.
  case answerThenClose(LoopbackResponse)
  /// Sends the first `bytes` bytes of the answer, head included, and closes.
  case truncate(LoopbackResponse, afterBytes: Int)
  /// Sends these bytes as they are and closes.
  case raw([UInt8])
  /// Closes the connection without an answer.
  case close
  /// Resets the connection (RST) without an answer.
  case reset
  /// Never answers; the connection stays open until the server stops.
  case stall

  /// Answers `status` with `body`.
  public static func status(
    _ status: Int, _ body: String = "", headers: [(String, String)] = []
  ) -> LoopbackReply {
    .answer(LoopbackResponse(status: status, headers: headers, body: Array(body.utf8)))
  }
}
