import JSON

/// A request that cannot be understood; answered with status 400.
public struct RequestError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, in words, without the value that was sent.
  public let message: String
  /// The field it is about, with its place: `events[1].eventType`.
  public let field: String?
  /// Further members of the answer's body.
  public let details: JSONObject

  /// An error in words.
  public init(_ message: String, field: String? = nil, details: JSONObject = [:]) {
    self.message = message
    self.field = field
    self.details = details
  }

  /// A required field is absent or null.
  public static func missing(_ field: String) -> RequestError {
    RequestError("Missing required field: \(field)", field: field)
  }

  /// A field has a value that it must not have; `rule` continues "must be".
  public static func invalid(_ field: String, mustBe rule: String) -> RequestError {
    RequestError("Invalid field \(field): must be \(rule)", field: field)
  }

  /// The body of the answer: `{"error", "type": "ValidationError", "field"?}` and the details.
  public var body: JSONObject {
    var body: JSONObject = ["error": .string(message), "type": "ValidationError"]
    if let field { body["field"] = .string(field) }
    for (key, value) in details { body[key] = value }
    return body
  }

  /// The JSON Schema (draft 2020-12) of ``body`` without the details.
  public static var schema: JSONObject {
    FieldSchema.object(
      [
        "error": ["description": "What is wrong, in words", "type": "string"],
        "type": ["type": "string", "enum": ["ValidationError"]],
        "field": ["description": "The member that it is about: events[1].eventType", "type": "string"],
        "supportedQueryTypes": [
          "description": "Where the question's own name is wrong", "type": "array", "items": ["type": "string"],
        ],
      ], required: ["error", "type"])
  }

  public var description: String { message }
}
