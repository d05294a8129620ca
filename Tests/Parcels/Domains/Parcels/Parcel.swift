import EventSourcing
import JSON

/// A parcel on its way: registered at a place, moved to others, delivered.
public enum Parcel: Domain {
  public struct State: Hashable, Sendable {
    /// Where it is or was last; nil before it was registered.
    public var place: String?
    public var moves = 0
    public var isDelivered = false
  }

  public enum Event: Hashable, Sendable {
    case registered(at: String)
    case moved(to: String)
    case delivered
  }

  /// An event that is wanted, with its type and its payload as it came.
  public struct Command: Sendable {
    let type: EventType
    let data: JSONObject
  }

  // MARK: Names

  public static let noun = Noun("Parcel", plural: "Parcels")
  public static let source = "event-sourcing.parcels"
  public static let eventTypes = [
    EventType(EventSchema(type: "ParcelRegistered", currentVersion: "1.0"), startsLog: true),
    EventType(EventSchema(type: "ParcelMoved", currentVersion: "1.0")),
    EventType(EventSchema(type: "ParcelDelivered", currentVersion: "1.0")),
  ]

  /// The parcels at a place, until they are delivered.
  public static let views = [
    View<State>(
      of: Noun("Place", plural: "Places"), keys: { $0.isDelivered ? [] : [$0.place].compactMap { $0 } },
      entry: { ["moves": .number(JSONNumber($0.moves))] })
  ]

  // MARK: Commands

  public static func command(
    _ type: String, _ data: JSONObject, for aggregateID: AggregateID
  ) throws(PayloadError) -> Command {
    guard let type = eventType(named: type) else { throw PayloadError(field: "eventType", reason: "is unknown") }
    _ = try event(type, data)
    return Command(type: type, data: data)
  }

  public static func startsLog(_ command: Command) -> Bool { command.type.startsLog }

  public static func decide(_ command: Command, _ state: State) throws(ParcelRule) -> NewEvent {
    if command.type.startsLog, state.place != nil { throw .isRegistered }
    if !command.type.startsLog, state.place == nil { throw .isUnknown }
    if state.isDelivered { throw .isDelivered }
    return NewEvent(type: command.type.name, version: command.type.schema.currentVersion, data: command.data)
  }

  // MARK: Events

  public static func event(from recorded: RecordedEvent) throws(EventDecodingError) -> Event {
    guard let type = eventType(named: recorded.type) else { throw .unknownType(recorded.type) }
    let data = try type.schema.lift(recorded.data, from: recorded.version)
    do {
      return try event(type, data)
    } catch {
      throw .malformed(field: "EventData.\(error.field)", reason: error.reason)
    }
  }

  private static func event(_ type: EventType, _ data: JSONObject) throws(PayloadError) -> Event {
    if type.name == "ParcelDelivered" { return .delivered }
    guard let place = try Payload(data).text("place", maximumBytes: 256) else {
      throw PayloadError(field: "place", reason: "is missing", isMissing: true)
    }
    return type.startsLog ? .registered(at: place) : .moved(to: place)
  }

  public static func documentation(of type: EventType) -> EventDocumentation {
    if type.name == "ParcelDelivered" { return EventDocumentation(payload: ["type": "object"], sample: [:]) }
    let place: JSONValue = ["description": "Where the parcel is now", "type": "string", "maxLength": 256]
    return EventDocumentation(
      payload: ["type": "object", "required": ["place"], "properties": ["place": place]],
      sample: ["place": type.startsLog ? "lisbon" : "porto"])
  }

  public static let sampleID = "parcel-1"

  // MARK: State

  public static let initial = State()
  public static let foldVersion = 1

  public static func evolve(_ state: State, _ event: Event) -> State {
    switch event {
    case .registered(let place): State(place: place)
    case .moved(let place): State(place: place, moves: state.moves &+ 1)
    case .delivered: State(place: state.place, moves: state.moves, isDelivered: true)
    }
  }

  public static func encode(_ state: State) -> JSONObject {
    [
      "Place": state.place.map { .string($0) } ?? .null, "Moves": .number(JSONNumber(state.moves)),
      "IsDelivered": .bool(state.isDelivered),
    ]
  }

  public static func decodeState(from object: JSONObject) -> State? {
    guard let moves = object["Moves"]?.number?.int, let isDelivered = object["IsDelivered"]?.bool else { return nil }
    return State(place: object["Place"]?.string, moves: moves, isDelivered: isDelivered)
  }

  public static func description(of state: State) -> JSONObject {
    [
      "place": state.place.map { .string($0) } ?? .null, "moves": .number(JSONNumber(state.moves)),
      "isDelivered": .bool(state.isDelivered),
    ]
  }
}

/// A rule of the parcel that says no.
public struct ParcelRule: BusinessRule, Hashable {
  public let rule: String
  public let message: String

  public static let isRegistered = ParcelRule(rule: "ParcelAlreadyRegistered", message: "The parcel is registered")
  public static let isUnknown = ParcelRule(rule: "ParcelNotFound", message: "The parcel is not registered")
  public static let isDelivered = ParcelRule(rule: "ParcelDelivered", message: "The parcel is delivered")
}
