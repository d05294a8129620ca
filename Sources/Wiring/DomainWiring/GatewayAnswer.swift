import Invocation
import JSON

/// What API Gateway answers itself, without the functions' headers: `{"message"}` ("Troubleshooting HTTP APIs" and "Quotas
/// for HTTP APIs", Amazon API Gateway Developer Guide).
enum GatewayAnswer: String, CaseIterable {
  case forbidden = "Forbidden"
  case tooLarge = "TooLarge"
  case tooManyRequests = "TooManyRequests"
  case failed = "Failed"
  case unavailable = "Unavailable"

  var status: Int {
    switch self {
    case .forbidden: 403
    case .tooLarge: 413
    case .tooManyRequests: 429
    case .failed: 500
    case .unavailable: 503
    }
  }

  private var description: JSONValue {
    switch self {
    case .forbidden: "The signature is missing or wrong, or the caller may not invoke the API"
    case .tooLarge: "The request is larger than API Gateway or Lambda takes"
    case .tooManyRequests: "More requests than the API's throttle lets pass"
    case .failed: "The function failed; a command may be sent again under the same key"
    case .unavailable: "The function did not answer in time; a command may be sent again under the same key"
    }
  }

  /// The document's responses, by name.
  static var components: JSONObject {
    JSONObject(
      allCases.map { answer in
        (
          answer.rawValue,
          [
            "description": answer.description,
            "content": ["application/json": ["schema": FieldSchema.reference("Message")]],
          ]
        )
      })
  }

  static var schema: JSONObject { FieldSchema.object(["message": ["type": "string"]], required: ["message"]) }

  /// Those that an operation can have, by status.
  static func references(withBody: Bool) -> JSONObject {
    JSONObject(
      allCases.filter { withBody || $0 != .tooLarge }.map { answer in
        (String(answer.status), ["$ref": .string("#/components/responses/\(answer.rawValue)")])
      })
  }
}
