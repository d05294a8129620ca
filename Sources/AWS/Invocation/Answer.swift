import JSON

/// What a function answers to a request, before it takes the form that the caller expects.
public struct Answer: Hashable, Sendable {
  /// The HTTP status code.
  public let statusCode: Int
  /// The body, sent as JSON text.
  public let body: JSONValue

  /// An answer.
  public init(statusCode: Int, body: JSONValue) {
    self.statusCode = statusCode
    self.body = body
  }

  /// The answer to a request that cannot be understood: 400.
  public init(_ error: RequestError) {
    self.init(statusCode: 400, body: .object(error.body))
  }

  /// The answer's bytes for a caller of this kind.
  ///
  /// `{"statusCode", "headers", "body"}` for all; a load balancer also wants `statusDescription` and `isBase64Encoded`,
  /// and `multiValueHeaders` instead of `headers` where its target group has them switched on.
  public func rendered(for kind: EnvelopeKind) -> [UInt8] {
    let text = body.text
    var output: [UInt8] = []
    output.reserveCapacity(text.utf8.count * 5 / 4 + 256)
    output.append(contentsOf: "{\"statusCode\":\(statusCode),".utf8)
    output.append(contentsOf: Self.headers(for: kind, status: statusCode).utf8)
    output.append(contentsOf: ",\"body\":".utf8)
    JSONWriter.append(text, to: &output)
    output.append(UInt8(ascii: "}"))
    return output
  }

  private static func headers(for kind: EnvelopeKind, status: Int) -> String {
    let single = #""headers":{"Content-Type":"application/json","Access-Control-Allow-Origin":"*"}"#
    guard case .loadBalancer(let multiValueHeaders) = kind else { return single }
    let multiple = #""multiValueHeaders":{"Content-Type":["application/json"],"Access-Control-Allow-Origin":["*"]}"#
    let description = #""statusDescription":"\#(status) \#(reasonPhrase(status))","isBase64Encoded":false,"#
    return description + (multiValueHeaders ? multiple : single)
  }

  /// The reason phrases of RFC 9110 section 15 for the codes in use.
  private static func reasonPhrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 409: "Conflict"
    case 413: "Content Too Large"
    case 422: "Unprocessable Content"
    default: status < 400 ? "Success" : "Error"
    }
  }
}
