import Environment
import JSON

/// JSON Schemas (draft 2020-12) of what ``Fields`` reads, for documents about requests.
///
/// A schema counts characters where ``Fields`` counts bytes, so that it lets a text pass that is too long only because its
/// characters have several bytes each.
public enum FieldSchema {
  /// What ``Fields/string(_:bytes:)`` reads.
  public static func text(_ description: String, bytes: ClosedRange<Int> = 1...256) -> JSONObject {
    [
      "description": .string("\(description); at most \(bytes.upperBound) bytes of UTF-8, without control characters"),
      "type": "string", "minLength": .number(JSONNumber(bytes.lowerBound)),
      "maxLength": .number(JSONNumber(bytes.upperBound)), "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$",
    ]
  }

  /// What ``Fields/optionalInteger(_:in:)`` reads.
  public static func integer(_ description: String, in range: ClosedRange<Int>) -> JSONObject {
    [
      "description": .string(description), "type": "integer", "minimum": .number(JSONNumber(range.lowerBound)),
      "maximum": .number(JSONNumber(range.upperBound)),
    ]
  }

  /// What ``Fields/optionalBool(_:)`` reads.
  public static func flag(_ description: String) -> JSONObject {
    ["description": .string(description), "type": "boolean"]
  }

  /// What ``Fields/optionalTimestamp(_:)`` reads.
  public static func instant(_ description: String) -> JSONObject {
    [
      "description": .string("\(description), RFC 3339"), "type": "string", "format": "date-time",
      "pattern": .string(Timestamp.rfc3339Pattern),
    ]
  }

  /// One of some texts.
  public static func choice(_ description: String, of values: [String]) -> JSONObject {
    ["description": .string(description), "type": "string", "enum": .array(values.map { .string($0) })]
  }

  /// The same for a member that may also be null, which counts as absent.
  public static func optional(_ schema: JSONObject) -> JSONObject {
    var schema = schema
    if let type = schema["type"], type != "null" { schema["type"] = [type, "null"] }
    return schema
  }

  /// An object of these members.
  public static func object(_ properties: JSONObject, required: [String]) -> JSONObject {
    [
      "type": "object", "required": .array(required.map { .string($0) }), "properties": .object(properties),
    ]
  }

  /// A place among the document's schemas.
  public static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/components/schemas/\(name)")] }
}
