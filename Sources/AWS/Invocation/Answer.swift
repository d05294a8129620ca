import JSON

/// What a function answers to a request, before it takes the form that the caller expects.
public struct Answer: Hashable, Sendable {
  /// The HTTP status code.
  public let statusCode: Int
  private let content: Content
  /// The methods that the path takes, which a 405 names.
  private let allowed: [String]

  /// An answer.
  public init(statusCode: Int, body: JSONValue) {
    self.init(statusCode: statusCode, body: body, allowed: [])
  }

  /// The answer to a method that the path does not take: 405.
  /// - Parameter allowed: those that it takes.
  public init(methodNotAllowed allowed: [String]) {
    self.init(
      statusCode: 405, body: ["error": "Method not allowed", "type": "MethodNotAllowed"], allowed: allowed)
  }

  private init(statusCode: Int, body: JSONValue, allowed: [String]) {
    self.statusCode = statusCode
    content = .value(body)
    self.allowed = allowed
  }

  /// An answer whose body was written already.
  /// - Parameter escaped: the text of one JSON value as it stands within a JSON string (`JSONWriter.append(escaped:to:)`).
  public init(statusCode: Int, escaped text: [UInt8]) {
    self.statusCode = statusCode
    content = .escaped(text)
    allowed = []
  }

  private enum Content: Hashable {
    case value(JSONValue)
    case escaped([UInt8])
  }

  /// The body, sent as JSON text.
  public var body: JSONValue {
    switch content {
    case .value(let value): return value
    case .escaped(let text):
      let quoted = [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
      guard let text = try? JSONValue(parsing: quoted).string, let body = try? JSONValue(parsing: text) else {
        preconditionFailure("a body is the text of one JSON value")
      }
      return body
    }
  }

  /// The body as it stands within a JSON string.
  private var escapedText: [UInt8] {
    switch content {
    case .value(let value):
      var text: [UInt8] = []
      JSONWriter.append(escaped: value.serialized(), to: &text)
      return text
    case .escaped(let text): return text
    }
  }

  /// The answer to a request that cannot be understood: 400.
  public init(_ error: RequestError) {
    self.init(statusCode: 400, body: .object(error.body))
  }

  /// The answer's bytes for a caller of this kind.
  ///
  /// `{"statusCode", "headers", "body"}` for all; a load balancer also wants `statusDescription` and `isBase64Encoded`,
  /// and `multiValueHeaders` instead of `headers` where its target group has them switched on.
  /// - Parameter withoutBody: as a HEAD wants it.
  public func rendered(for kind: EnvelopeKind, withoutBody: Bool = false) -> [UInt8] {
    let text = withoutBody ? [] : escapedText
    var output: [UInt8] = []
    output.reserveCapacity(text.count + 256)
    output.append(contentsOf: "{\"statusCode\":\(statusCode),".utf8)
    output.append(contentsOf: members(for: kind).utf8)
    output.append(contentsOf: ",\"body\":\"".utf8)
    output.append(contentsOf: text)
    output.append(contentsOf: "\"}".utf8)
    return output
  }

  private func members(for kind: EnvelopeKind) -> String {
    guard case .loadBalancer(let multiValueHeaders) = kind else { return headers(areLists: false) }
    let description =
      #""statusDescription":"\#(statusCode) \#(Self.reasonPhrase(statusCode))","isBase64Encoded":false,"#
    return description + headers(areLists: multiValueHeaders)
  }

  private func headers(areLists: Bool) -> String {
    var headers = [("Content-Type", "application/json"), ("Access-Control-Allow-Origin", "*")]
    if !allowed.isEmpty { headers.append(("Allow", allowed.joined(separator: ", "))) }
    let (open, close) = areLists ? ("[", "]") : ("", "")
    let members = headers.map { name, value in #""\#(name)":\#(open)"\#(value)"\#(close)"# }
    return #""\#(areLists ? "multiValueHeaders" : "headers")":{\#(members.joined(separator: ","))}"#
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
