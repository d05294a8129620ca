import TestSupport
import Testing

/// What a Runtime API, or the way to it, does wrong once.
enum RuntimeFault: String, CaseIterable, Sendable {
  case idleConnectionClosed = "the idle connection is closed"
  case connectionClose = "Connection: close on a 202"
  case nextClosed = "the connection is closed during /next"
  case nextReset = "the connection is reset during /next"
  case nextTruncated = "the event is cut off"
  case next500 = "/next answers 500 once"
  case nextWithoutRequestID = "/next answers without a request id once"
  case postLost = "the connection breaks before the POST is read"
  case postAnswerLost = "the connection breaks after the POST was read"
  case tooLarge = "413 on the POST"
  case noDeadline = "no deadline header"
  case barest = "no header but the request id"
  case chunked = "the event comes in chunks"
  case nonASCIITrace = "a trace header that is not ASCII"

  func replyToNext(_ event: LoopbackResponse) -> LoopbackReply? {
    switch self {
    case .nextClosed: .close
    case .nextReset: .reset
    case .nextTruncated: .truncate(event, afterBytes: event.serialized.count - 3)
    case .next500: .status(500, #"{"errorType":"InternalServerError"}"#)
    case .nextWithoutRequestID: .status(200, "{}")
    default: nil
    }
  }

  func replyToPost(_ accepted: LoopbackResponse) -> LoopbackReply? {
    switch self {
    case .idleConnectionClosed: .answerThenClose(accepted)
    case .connectionClose:
      .answerThenClose(LoopbackResponse(status: 202, headers: [("Connection", "close")], body: accepted.body))
    case .postLost, .postAnswerLost: .reset
    case .tooLarge: .status(413, #"{"errorType":"RequestEntityTooLarge"}"#)
    default: nil
    }
  }

  /// Faults that are in the event itself.
  func event(_ index: Int) -> LoopbackResponse {
    var event = RuntimeAPIServer.event(index)
    guard index == 10 else { return event }
    switch self {
    case .noDeadline: event.headers.removeAll { $0.0 == "Lambda-Runtime-Deadline-Ms" }
    case .barest: event.headers.removeAll { $0.0 != "Lambda-Runtime-Aws-Request-Id" }
    case .chunked: event.isChunked = true
    case .nonASCIITrace: event.headers.append(("Lambda-Runtime-Trace-Id", "Root=ünicode\u{7F}"))
    default: break
    }
    return event
  }
}

extension RuntimeFault: CustomTestStringConvertible {
  var testDescription: String { rawValue }
}
