import JSON

/// Why no request was found in an event, and in what form the caller expects to be told.
public struct EnvelopeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Where in an event something was wrong.
  public enum Place: String, Hashable, Sendable {
    /// The whole event.
    case event
    /// The text in the envelope's `body`.
    case body
  }

  /// What was wrong.
  public enum Reason: Hashable, Sendable {
    /// The text is no JSON; the error has the byte offset within that text.
    case malformedJSON(Place, JSONError)
    /// The JSON is no object.
    case notAnObject(Place)
    /// `body` is there and is no string.
    case bodyNotText
    /// `isBase64Encoded` is neither true nor false.
    case flagNotBoolean
    /// `isBase64Encoded` is true and `body` is not RFC 4648 base64.
    case invalidBase64
    /// A request was expected in `body`, and there is none.
    case bodyMissing
    /// A path or query-string parameter is not percent-encoded UTF-8 (RFC 3986 section 2.1).
    case invalidPercentEncoding(parameter: String)
    /// A query-string parameter is given more than once.
    case repeatedParameter(String)
    /// The event comes from an AWS service that sends no requests; in words, such as `a batch of records (aws:sqs)`.
    case unsupportedEvent(String)
  }

  /// What was wrong.
  public let reason: Reason
  /// The form the answer must have.
  public let kind: EnvelopeKind

  /// An error for a caller of this kind.
  public init(_ reason: Reason, kind: EnvelopeKind) {
    self.reason = reason
    self.kind = kind
  }

  /// The answer with status 400; where an asynchronous event was not supported, failing the invocation is better.
  public var requestError: RequestError { RequestError(description) }

  /// The reason in words, without any of the request's content but parameter names.
  public var description: String {
    switch reason {
    case .malformedJSON(let place, let error): "\(place.rawValue) is not valid JSON: \(error)"
    case .notAnObject(let place): "\(place.rawValue) is not a JSON object"
    case .bodyNotText: "body is not a string"
    case .flagNotBoolean: "isBase64Encoded is neither true nor false"
    case .invalidBase64: "body is not valid base64"
    case .bodyMissing: "body is missing or empty"
    case .invalidPercentEncoding(let parameter): "parameter \(parameter) is not percent-encoded UTF-8"
    case .repeatedParameter(let parameter): "parameter \(parameter) is given more than once"
    case .unsupportedEvent(let words): "this function takes requests, not \(words)"
    }
  }
}
