import EventSourcing
import JSON

/// The JSON Schema of one type of event, in the form that EventBridge's registry takes and makes code bindings from: draft
/// 4, the whole event as the bus delivers it ("Creating an Amazon EventBridge schema", Amazon EventBridge User Guide).
public struct RegistrySchema {
  private let type: EventType
  private let source: String
  private let payload: JSONObject

  /// - Parameters:
  ///   - source: the `Source` on the bus.
  ///   - payload: the schema of the event's payload.
  public init(of type: EventType, source: String, payload: JSONObject) {
    self.type = type
    self.source = source
    self.payload = payload
  }

  /// The schema's text as JSON.
  public var document: JSONObject {
    [
      "$schema": "http://json-schema.org/draft-04/schema#",
      "title": name,
      "description": "\(type.name) as the event bus delivers it",
      "x-amazon-events-detail-type": name,
      "x-amazon-events-source": .string(source),
      "type": "object",
      "required": [
        "version", "id", "detail-type", "source", "account", "time", "region", "resources", "detail",
      ],
      "properties": envelope,
      "definitions": ["Detail": detail, "EventData": data],
    ]
  }

  private var name: JSONValue { .string(type.name) }

  private var envelope: JSONValue {
    [
      "version": Self.text, "id": Self.text,
      "detail-type": ["type": "string", "enum": [name]],
      "source": ["type": "string", "enum": [.string(source)]],
      "account": Self.text,
      "time": [
        "description": "The detail's Timestamp, to the second", "type": "string", "format": "date-time",
      ],
      "region": Self.text,
      "resources": ["description": "The event store table", "type": "array", "items": Self.text],
      "replay-name": [
        "description": "The replay's name, where the archive sends it again", "type": "string",
      ],
      "detail": ["$ref": "#/definitions/Detail"],
    ]
  }

  private var detail: JSONValue {
    [
      "description": "The event as it is stored",
      "type": "object",
      "required": .array(DetailSchema.required.map { .string($0) }),
      "properties": .object(DetailSchema.members(of: type)),
    ]
  }

  private var data: JSONValue {
    var schema: JSONObject = [
      "description":
        "Payload of version \(type.schema.currentVersion). Unknown fields are kept; null counts as absent."
    ]
    for (name, rule) in payload { schema[name] = rule }
    return .object(schema)
  }

  private static let text: JSONValue = ["type": "string"]
}
