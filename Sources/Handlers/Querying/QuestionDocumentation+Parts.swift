import EventSourcing
import Invocation
import JSON
import ReadModel

/// What several questions have in common.
extension QuestionDocumentation {
  static let text: JSONValue = ["type": "string"]
  static let optionalText: JSONValue = ["type": ["string", "null"]]
  static let count: JSONValue = ["type": "integer", "minimum": 0]
  static let nextToken: JSONValue = ["description": "Where there is more: asks for the rest", "type": "string"]
  static let instant: JSONValue = ["type": "string", "format": "date-time"]

  static func aggregateID(_ name: String) -> Member {
    Member(name, FieldSchema.text("The aggregate's name", bytes: 1...AggregateID.maximumBytes), isRequired: true)
  }

  static func sequence(_ name: String, _ description: String) -> Member {
    Member(name, FieldSchema.integer(description, in: 0...SequenceNumber.maximum))
  }

  /// `limit` and `nextToken`.
  static func paging(default standard: Int) -> [Member] {
    var limit = FieldSchema.integer("How many elements the answer has at most", in: 1...Fields.maximumLimit)
    limit["default"] = .number(JSONNumber(standard))
    return [Member("limit", limit), token]
  }

  static let token = Member(
    "nextToken", FieldSchema.text("From the answer before, to the same question", bytes: 1...PageToken.maximumBytes))

  /// `startTime` and `endTime`, inclusive.
  static func times(areRequired: Bool) -> [Member] {
    [
      Member("startTime", FieldSchema.instant("The earliest time"), isRequired: areRequired),
      Member("endTime", FieldSchema.instant("The latest time, not before startTime"), isRequired: areRequired),
    ]
  }

  /// The schema of an object with further members.
  static func extended(_ schema: JSONObject, with members: JSONObject, required: [String]) -> JSONObject {
    var properties = members
    for (name, member) in schema["properties"]?.object ?? [:] { properties[name] = member }
    let names = required + (schema["required"]?.array ?? []).compactMap(\.string)
    return FieldSchema.object(properties, required: names)
  }

  /// The schemas that ``failures`` names.
  public static var failureSchemas: [(name: String, schema: JSONObject)] {
    let sequence: JSONValue = ["type": "integer", "minimum": 0]
    return [
      ("NotFound", FieldSchema.object(["error": text], required: ["error"])),
      (
        "SequenceNotReached",
        FieldSchema.object(
          [
            "error": text, "type": ["type": "string", "enum": ["SequenceNotReached"]], "minSequence": sequence,
            "actualSequence": sequence,
          ], required: ["error", "type", "minSequence", "actualSequence"])
      ),
    ]
  }

  /// A list of events across aggregates, in which an entry of the index that is no readable event stands in its place.
  static func eventList(_ members: JSONObject, boundsAreNull: Bool) -> JSONObject {
    var properties = members
    let bound = boundsAreNull ? optionalText : text
    let unreadable = FieldSchema.object(
      ["AggregateId": text, "EventSequence": ["type": "number"], "Timestamp": text, "error": text],
      required: ["AggregateId", "EventSequence", "Timestamp", "error"])
    properties["events"] = [
      "type": "array", "items": ["anyOf": [FieldSchema.reference("Event"), .object(unreadable)]],
    ]
    properties["eventCount"] = count
    properties["startTime"] = bound
    properties["endTime"] = bound
    properties["nextToken"] = nextToken
    return FieldSchema.object(properties, required: members.keys + ["events", "eventCount", "startTime", "endTime"])
  }
}
