import EventSourcing
import Invocation
import JSON

/// Reads a command from a request (contract, section 1).
enum CommandDecoder<Model: Domain> {
  /// The most events in one command.
  static var maximumEvents: Int { 50 }

  /// - Throws: `RequestError` naming the field and what was wrong with it.
  static func request(from object: JSONObject) throws(RequestError) -> CommandRequest<Model> {
    let fields = Fields(object)
    let aggregateID = try fields.required(
      "aggregateId", bytes: 1...AggregateID.maximumBytes, as: AggregateID.init)
    let commandID = try fields.optionalString("commandId", bytes: 1...IdempotencyKey.maximumBytes)
    let expected = try fields.optionalInteger("expectedSequence", in: 0...SequenceNumber.maximum)
    let userID = try fields.optionalString("userId") ?? "system"
    let correlationID = try fields.optionalString("correlationId")
    let commands = try commands(in: fields, of: aggregateID)
    return CommandRequest(
      aggregateID: aggregateID, entries: try entries(commands, commandID: commandID),
      expectedSequence: expected.flatMap(SequenceNumber.init), userID: userID, correlationID: correlationID,
      content: content(of: commands, userID: userID))
  }

  /// Whether a request asks for several events, and so wants to hear of each.
  static func hasEvents(_ object: JSONObject) -> Bool {
    object["events"].map { !$0.isNull } ?? false
  }

  /// A command with what it was read from, and the place of its payload in the request.
  private struct Placed {
    let command: Model.Command
    let type: String
    let data: JSONObject
    let path: String
  }

  private static func commands(in fields: Fields, of aggregateID: AggregateID) throws(RequestError) -> [Placed] {
    guard let several = try fields.optionalObjects("events", count: 1...maximumEvents) else {
      return [try command(in: fields, of: aggregateID)]
    }
    for single in ["eventType", "eventData"] where fields.object[single].map({ !$0.isNull }) ?? false {
      throw RequestError("Invalid field \(single): must be absent where there is events", field: single)
    }
    var commands: [Placed] = []
    for event in several { commands.append(try command(in: event, of: aggregateID)) }
    return commands
  }

  private static func command(in fields: Fields, of aggregateID: AggregateID) throws(RequestError) -> Placed {
    let type = try fields.string("eventType")
    guard Model.eventType(named: type) != nil else {
      let known = Model.eventTypes.map(\.name)
      throw .invalid(fields.place(of: "eventType"), mustBe: "one of \(known.joined(separator: ", "))")
    }
    let data = try fields.requiredObject("eventData")
    let path = fields.place(of: "eventData")
    try check(data, at: path)
    do {
      return Placed(command: try Model.command(type, data, for: aggregateID), type: type, data: data, path: path)
    } catch {
      let field = "\(path).\(error.field)"
      throw error.isMissing ? .missing(field) : RequestError("Invalid field \(field): \(error.reason)", field: field)
    }
  }

  private static func check(_ data: JSONObject, at path: String) throws(RequestError) {
    do {
      try PayloadLimits.check(data)
    } catch {
      let field = path + error.path
      throw RequestError("Invalid field \(field): \(error.reason)", field: field)
    }
  }

  /// Without a `commandId` each command is guarded by the key that the domain finds in it, if any.
  private static func entries(
    _ commands: [Placed], commandID: String?
  ) throws(RequestError) -> [CommandRequest<Model>.Entry] {
    var entries: [CommandRequest<Model>.Entry] = []
    var used: Set<IdempotencyKey> = []
    for placed in commands {
      if let commandID {
        entries.append(.init(placed.command, key: try key(commandID, field: "commandId")))
        continue
      }
      guard let own = Model.idempotencyKey(of: placed.command) else {
        entries.append(.init(placed.command, key: nil))
        continue
      }
      let field = "\(placed.path).\(own.field)"
      let key = try key(own.text, field: field)
      guard used.insert(key).inserted else {
        throw .invalid(field, mustBe: "different for each event, as it is the event's idempotency key")
      }
      entries.append(.init(placed.command, key: key))
    }
    return entries
  }

  private static func key(_ text: String, field: String) throws(RequestError) -> IdempotencyKey {
    do {
      return try IdempotencyKey(text)
    } catch {
      throw RequestError("Invalid field \(field): \(error.reason)", field: field)
    }
  }

  /// What makes two commands under one key the same: the events asked for, and for whom.
  private static func content(of commands: [Placed], userID: String) -> JSONValue {
    let events = commands.map { placed in
      JSONValue.object(
        JSONObject([("type", .string(placed.type)), ("data", .object(placed.data))]))
    }
    return .object(JSONObject([("events", .array(events)), ("userId", .string(userID))]))
  }
}
