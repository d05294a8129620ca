import EventSourcing
import JSON

/// A domain whose aggregates change the keys that they are listed under: a parcel on its way through depots.
enum Parcel: Domain {
  struct State: Hashable, Sendable {
    var depots: [String] = []
    var moves = 0
  }

  struct Refusal: BusinessRule {
    let rule = "None"
    let message = "none"
  }

  static let noun = Noun("Parcel", plural: "Parcels")
  static let source = "test.parcels"
  static let eventTypes = [EventType(moved, startsLog: true)]
  static let views = [View<State>(of: Noun("Depot", plural: "Depots"), keys: { $0.depots }, entry: { _ in [:] })]
  static let initial = State()
  static let foldVersion = 3
  static let sampleID = "parcel-1"

  private static let moved = EventSchema(type: "ParcelMoved", currentVersion: "1.0")

  static func startsLog(_ command: JSONObject) -> Bool { false }

  static func decide(_ command: JSONObject, _ state: State) throws(Refusal) -> NewEvent {
    NewEvent(type: "ParcelMoved", version: "1.0", data: command)
  }

  static func evolve(_ state: State, _ event: [String]) -> State { State(depots: event, moves: state.moves + 1) }

  static func event(from recorded: RecordedEvent) throws(EventDecodingError) -> [String] {
    guard recorded.type == moved.type else { throw .unknownType(recorded.type) }
    return (try moved.lift(recorded.data, from: recorded.version))["depots"]?.array?.compactMap(\.string) ?? []
  }

  static func encode(_ state: State) -> JSONObject {
    ["Depots": .array(state.depots.map { .string($0) }), "Moves": .number(JSONNumber(state.moves))]
  }

  static func decodeState(from object: JSONObject) -> State? {
    guard let depots = object["Depots"]?.array, let moves = object["Moves"]?.number?.int else { return nil }
    return State(depots: depots.compactMap(\.string), moves: moves)
  }

  static func command(
    _ type: String, _ data: JSONObject, for aggregateID: AggregateID
  ) throws(PayloadError) -> JSONObject { data }

  static func description(of state: State) -> JSONObject { encode(state) }

  static func documentation(of type: EventType) -> EventDocumentation {
    EventDocumentation(payload: [:], sample: [:])
  }
}
