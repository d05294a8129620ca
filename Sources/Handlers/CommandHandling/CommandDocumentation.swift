import EventSourcing
import Invocation
import JSON

/// What callers are told of a domain's commands, as JSON Schemas (draft 2020-12) by name; those that are referred to and are
/// not among them are the document's own.
public struct CommandDocumentation: Sendable {
  /// One for each type of event, and one for several events in one command.
  public let requests: [(name: String, schema: JSONObject)]
  /// A sample of each, by the event's type.
  public let samples: [(name: String, request: JSONValue)]

  public init<Model: Domain>(_ model: Model.Type) {
    let types = Model.eventTypes
    requests =
      types.map { ("\($0.name)Command", Self.single(Self.event(of: $0, in: model))) }
      + [("\(Model.noun.singular)Batch", Self.batch(of: types.map { .object(Self.event(of: $0, in: model)) }))]
    samples = types.map { type in
      (
        type.name,
        [
          "aggregateId": .string(Model.sampleID), "eventType": .string(type.name),
          "eventData": .object(Model.documentation(of: type).sample),
        ]
      )
    }
  }

  // MARK: Requests

  private static func single(_ event: JSONObject) -> JSONObject {
    var schema = common(["events": absent("It is there instead of eventType and eventData")], required: [])
    for (name, member) in event["properties"]?.object ?? [:] { schema.properties[name] = member }
    return FieldSchema.object(schema.properties, required: schema.required + ["eventType", "eventData"])
  }

  private static func batch(of events: [JSONValue]) -> JSONObject {
    let schema = common(
      [
        "events": [
          "description": "Appended all together or not at all", "type": "array", "minItems": 1,
          "maxItems": .number(JSONNumber(CommandLimits.maximumEvents)), "items": ["anyOf": .array(events)],
        ],
        "eventType": absent("It is there instead of events"), "eventData": absent("It is there instead of events"),
      ], required: ["events"])
    return FieldSchema.object(schema.properties, required: schema.required)
  }

  private static func absent(_ description: JSONValue) -> JSONValue { ["description": description, "type": "null"] }

  private static func common(
    _ members: JSONObject, required: [String]
  ) -> (properties: JSONObject, required: [String]) {
    var properties: JSONObject = [
      "aggregateId": .object(FieldSchema.text("The aggregate's name", bytes: 1...AggregateID.maximumBytes)),
      "commandId": optional(
        FieldSchema.text(
          "Idempotency key: the same command under it is answered and not done again",
          bytes: 1...IdempotencyKey.maximumBytes)),
      "expectedSequence": optional(
        FieldSchema.integer("Append only if the log's last sequence is this", in: 0...SequenceNumber.maximum)),
      "userId": optional(FieldSchema.text("Who wants it; absent: system")),
      "correlationId": optional(FieldSchema.text("What belongs together; absent: the event's own id")),
    ]
    for (name, member) in members { properties[name] = member }
    return (properties, ["aggregateId"] + required)
  }

  private static func optional(_ schema: JSONObject) -> JSONValue { .object(FieldSchema.optional(schema)) }

  private static func event<Model: Domain>(of type: EventType, in model: Model.Type) -> JSONObject {
    FieldSchema.object(
      [
        "eventType": ["type": "string", "enum": [.string(type.name)]],
        "eventData": .object(payload(Model.documentation(of: type).payload)),
      ], required: ["eventType", "eventData"])
  }

  /// What a domain says of a payload, and what all payloads have in common (``PayloadLimits``).
  private static func payload(_ own: JSONObject) -> JSONObject {
    var schema: JSONObject = [
      "description": .string(
        "At most \(PayloadLimits.bytes) bytes as JSON and \(PayloadLimits.values) values in all. Unknown fields are kept; null counts as absent."
      )
    ]
    for (name, rule) in own { schema[name] = rule }
    schema["propertyNames"] = names
    schema["additionalProperties"] = FieldSchema.reference("PayloadValue")
    return schema
  }

  private static var names: JSONValue {
    ["minLength": 1, "maxLength": .number(JSONNumber(PayloadLimits.nameBytes))]
  }

  /// Anything in a payload that a domain says nothing of.
  public static var payloadValue: JSONObject {
    let value = FieldSchema.reference("PayloadValue")
    return [
      "description": .string(
        "At most \(PayloadLimits.depth) levels deep; numbers of at most 38 significant digits, whole ones within 64 bits"
      ),
      "anyOf": [
        ["type": ["null", "boolean", "string"]],
        ["type": "number", "minimum": .number(JSONNumber(Int.min)), "maximum": .number(JSONNumber(Int.max))],
        ["type": "array", "items": value],
        ["type": "object", "propertyNames": names, "additionalProperties": value],
      ],
    ]
  }
}
