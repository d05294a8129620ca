import Base64
import JSON

/// The envelopes that a request's text may come in, as AWS sends them.
enum Wrapping: CaseIterable {
  case body, base64, restAPI, httpAPI, functionURL, loadBalancer

  /// The event that holds the request.
  /// - Parameter path: that requests are posted to.
  func event(_ request: [UInt8], path: String) -> [UInt8] {
    let text = JSONValue.string(String(decoding: request, as: UTF8.self))
    let encoded = JSONValue.string(Base64.standard.encode(request))
    let event: JSONValue =
      switch self {
      case .body: ["body": text]
      case .base64: ["isBase64Encoded": true, "body": encoded]
      case .restAPI: ["httpMethod": "POST", "path": .string(path), "requestContext": [:], "body": text]
      case .httpAPI:
        ["requestContext": Self.context(path, "execute-api"), "isBase64Encoded": true, "body": encoded]
      case .functionURL:
        ["requestContext": Self.context(path, "lambda-url"), "isBase64Encoded": false, "body": text]
      case .loadBalancer:
        ["httpMethod": "POST", "path": .string(path), "requestContext": ["elb": [:]], "body": text]
      }
    return event.serialized()
  }

  private static func context(_ path: String, _ service: String) -> JSONValue {
    ["domainName": "x.\(service).us-east-1.on.aws", "http": ["method": "POST", "path": .string(path)]]
  }
}
