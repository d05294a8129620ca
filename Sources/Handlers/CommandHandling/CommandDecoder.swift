import EventSourcing
import Invocation
import JSON

/// Reads a command from a request (contract, section 1).
enum CommandDecoder<Model: Domain> {
  /// - Parameter known: the event types of all domains that are served.
  /// - Throws: `RequestError` naming the field and what was wrong with it.
  static func request(from object: JSONObject, known: [String]) throws(RequestError) -> CommandRequest<Model> {
    let fields = Fields(object)
    let aggregateID = try fields.required(
      "aggregateId", bytes: 1...AggregateID.maximumBytes, as: AggregateID.init)
    let commandID = try commandID(in: fields)
    let expected = try fields.optionalInteger("expectedSequence", in: 0...SequenceNumber.maximum)
    let userID = try fields.optionalString("userId") ?? "system"
    let correlationID = try fields.optionalString("correlationId")
    var entries: [CommandRequest<Model>.Entry] = []
    var content: [JSONValue] = []
    var used: Set<IdempotencyKey> = []
    for event in try events(in: fields) {
      let type = try type(of: event, known: known)
      let data = try data(of: event)
      let command = try command(type, data, in: event, of: aggregateID)
      let key = if let commandID { commandID } else { try ownKey(of: command, in: event, besides: &used) }
      entries.append(.init(command, key: key))
      content.append(["type": .string(type), "data": .object(data)])
    }
    return CommandRequest(
      aggregateID: aggregateID, entries: entries, expectedSequence: expected.flatMap(SequenceNumber.init),
      userID: userID, correlationID: correlationID,
      // What makes two commands under one key the same: the events asked for, and for whom.
      content: ["events": .array(content), "userId": .string(userID)])
  }

  /// Whether a request asks for several events, and so wants to hear of each.
  static func hasEvents(_ object: JSONObject) -> Bool {
    object["events"].map { !$0.isNull } ?? false
  }

  // MARK: Events

  private static func events(in fields: Fields) throws(RequestError) -> [Fields] {
    guard let several = try fields.optionalObjects("events", count: 1...CommandLimits.maximumEvents) else {
      return [fields]
    }
    for single in ["eventType", "eventData"] where fields.object[single].map({ !$0.isNull }) ?? false {
      throw RequestError("Invalid field \(single): must be absent where there is events", field: single)
    }
    return several
  }

  private static func type(of event: Fields, known: [String]) throws(RequestError) -> String {
    let type = try event.string("eventType")
    if Model.eventType(named: type) != nil { return type }
    let own = known.contains(type) ? Model.eventTypes.map(\.name) : known
    throw .invalid(event.place(of: "eventType"), mustBe: "one of \(own.joined(separator: ", "))")
  }

  private static func data(of event: Fields) throws(RequestError) -> JSONObject {
    let data = try event.requiredObject("eventData")
    do {
      try PayloadLimits.check(data)
    } catch {
      let field = event.place(of: "eventData") + error.path
      throw RequestError("Invalid field \(field): \(error.reason)", field: field)
    }
    return data
  }

  private static func command(
    _ type: String, _ data: JSONObject, in event: Fields, of aggregateID: AggregateID
  ) throws(RequestError) -> Model.Command {
    do {
      return try Model.command(type, data, for: aggregateID)
    } catch {
      let field = "\(event.place(of: "eventData")).\(error.field)"
      throw error.isMissing ? .missing(field) : RequestError("Invalid field \(field): \(error.reason)", field: field)
    }
  }

  // MARK: Idempotency keys

  private static func commandID(in fields: Fields) throws(RequestError) -> IdempotencyKey? {
    guard let text = try fields.optionalString("commandId", bytes: 1...IdempotencyKey.maximumBytes) else { return nil }
    return try key(text, field: "commandId")
  }

  /// Without a `commandId` each command is guarded by the key that the domain finds in it, if any.
  private static func ownKey(
    of command: Model.Command, in event: Fields, besides used: inout Set<IdempotencyKey>
  ) throws(RequestError) -> IdempotencyKey? {
    guard let own = Model.idempotencyKey(of: command) else { return nil }
    let field = "\(event.place(of: "eventData")).\(own.field)"
    let key = try key(own.text, field: field)
    guard used.insert(key).inserted else {
      throw .invalid(field, mustBe: "different for each event, as it is the event's idempotency key")
    }
    return key
  }

  private static func key(_ text: String, field: String) throws(RequestError) -> IdempotencyKey {
    do {
      return try IdempotencyKey(text)
    } catch {
      throw RequestError("Invalid field \(field): \(error.reason)", field: field)
    }
  }
}
