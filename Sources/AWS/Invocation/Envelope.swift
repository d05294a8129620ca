import Base64
import JSON

/// A request taken out of the event it came in.
///
/// The event is the request itself, or an object whose `body` holds the request's JSON text, perhaps in base64, as API
/// Gateway (REST and HTTP APIs), function URLs and Application Load Balancers send it.
///
/// Reference: AWS Lambda Developer Guide, "Invoking a Lambda function using an Amazon API Gateway endpoint", "Invoking
/// Lambda function URLs" and "Process Application Load Balancer requests with Lambda".
public struct Envelope: Sendable {
  /// Who wrapped the request.
  public let kind: EnvelopeKind
  /// Method, path and parameters where the event came over HTTP.
  public let http: HTTPInvocation?
  /// The request's object; nil where an HTTP event has no body, as a GET.
  public let body: JSONObject?

  /// Finds the request in an event.
  /// - Parameter event: the bytes that the Runtime API delivered.
  /// - Throws: an `EnvelopeError` with the reason and the form of the answer.
  public init(_ event: [UInt8]) throws(EnvelopeError) {
    let object = try Self.object(event, in: .event, kind: .bare)
    kind = try EnvelopeKind(of: object)
    if kind == .bare {
      http = nil
      body = object
    } else {
      http = try HTTPInvocation(object, kind: kind)
      body = try Self.body(of: object, kind: kind)
    }
  }

  /// An answer's bytes for whoever sent this: without a body for a HEAD.
  public func render(_ answer: Answer) -> [UInt8] {
    answer.rendered(for: kind, withoutBody: http?.method == "HEAD")
  }

  /// The request's object.
  /// - Throws: `bodyMissing` where an HTTP event has no body.
  public func request() throws(EnvelopeError) -> JSONObject {
    guard let body else { throw EnvelopeError(.bodyMissing, kind: kind) }
    return body
  }

  private static func object(
    _ bytes: [UInt8], in place: EnvelopeError.Place, kind: EnvelopeKind
  ) throws(EnvelopeError) -> JSONObject {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: bytes)
    } catch {
      throw EnvelopeError(.malformedJSON(place, error), kind: kind)
    }
    guard let object = value.object else { throw EnvelopeError(.notAnObject(place), kind: kind) }
    return object
  }

  /// The object in `body`; nil if `body` is absent, null or empty, which load balancers send for a GET.
  private static func body(of event: JSONObject, kind: EnvelopeKind) throws(EnvelopeError) -> JSONObject? {
    let isBase64 = try isBase64Encoded(event, kind: kind)
    guard let value = event["body"], !value.isNull else { return nil }
    guard let text = value.string else { throw EnvelopeError(.bodyNotText, kind: kind) }
    if text.isEmpty { return nil }
    guard isBase64 else { return try object(Array(text.utf8), in: .body, kind: kind) }
    guard let bytes = Base64.standard.decode(text) else { throw EnvelopeError(.invalidBase64, kind: kind) }
    return try object(bytes, in: .body, kind: kind)
  }

  private static func isBase64Encoded(_ event: JSONObject, kind: EnvelopeKind) throws(EnvelopeError) -> Bool {
    guard let value = event["isBase64Encoded"], !value.isNull else { return false }
    guard let flag = value.bool else { throw EnvelopeError(.flagNotBoolean, kind: kind) }
    return flag
  }
}
