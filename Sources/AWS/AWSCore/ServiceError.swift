import HTTPTransport
import JSON

/// An error that the service itself reported.
public struct ServiceError: Error, Hashable, Sendable {
  /// The short name, such as `ConditionalCheckFailedException`; `UnknownError` if the answer names none.
  public let code: String
  /// The service's words; may be empty.
  public let message: String
  /// The HTTP status.
  public let status: Int
  /// The `x-amzn-RequestId` header, which AWS support asks for.
  public let requestID: String?
  /// The whole body; null if it was not JSON.
  public let body: JSONValue

  static let unknownCode = "UnknownError"

  public init(code: String, message: String, status: Int, requestID: String? = nil, body: JSONValue = .null) {
    self.code = code
    self.message = message
    self.status = status
    self.requestID = requestID
    self.body = body
  }

  /// Whether the service does not accept who asks: no permission, an unknown key, a wrong signature (DynamoDB API
  /// reference, "Common errors").
  public var isAccessDenied: Bool { Self.accessCodes.contains(code) }

  /// Whether the service refuses the request for its rate.
  public var isThrottling: Bool { ErrorClass.isThrottling(code: code) }

  /// Whether the credentials were good once. Those of a Lambda sandbox end with it, so another one's will do.
  var hasExpired: Bool { code == "ExpiredTokenException" }

  private static let accessCodes: Set<String> = [
    "AccessDeniedException", "IncompleteSignatureException", "InvalidSignatureException",
    "MissingAuthenticationTokenException", "NotAuthorized", "OptInRequired", "UnrecognizedClientException",
  ]

  /// Decodes an error of AWS JSON 1.0 or 1.1 (Smithy, "AWS JSON protocol", section "Operation error serialization").
  ///
  /// The code is, in this order, in the header `x-amzn-query-error` (services that once spoke another protocol), in
  /// `X-Amzn-Errortype`, or in the body's `__type` or `code`.
  init(_ response: HTTPResponse) {
    let body = (try? JSONValue(parsing: response.body)) ?? .null
    let queryCode = response.headers["x-amzn-query-error"]?.split(separator: ";").first.map(String.init)
    let named = queryCode ?? response.headers["x-amzn-errortype"] ?? body["__type"]?.string ?? body["code"]?.string
    self.init(
      code: named.map(Self.shortName).flatMap { $0.isEmpty ? nil : $0 } ?? Self.unknownCode,
      message: body["message"]?.string ?? body["Message"]?.string ?? "",
      status: response.status,
      requestID: response.headers["x-amzn-requestid"],
      body: body)
  }

  /// `namespace#Name:http://where.it/is.defined` to `Name`.
  private static func shortName(_ text: String) -> String {
    let withoutAddress = text.prefix { $0 != ":" }
    return withoutAddress.split(separator: "#").last.map(String.init) ?? ""
  }
}
