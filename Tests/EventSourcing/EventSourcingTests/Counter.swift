import Environment
import EventSourcing
import JSON

/// A second domain, small: it counts, and it has learned once.
///
/// `Counted` 1.0 had `by`; 2.0 calls it `amount`. Stored 1.0 events are lifted when they are read.
enum Counter: Aggregate {
  struct State: Hashable, Sendable {
    var total = 0
    var events = 0
  }

  struct Event: Sendable {
    let amount: Int
  }

  struct Command: Sendable {
    var amount = 1
    var isFirst = false
  }

  enum Rejection: BusinessRule, Hashable {
    case started
    case belowZero

    var rule: String { self == .started ? "Started" : "BelowZero" }
    var message: String { "The counter said no" }
  }

  static let schema = EventSchema(
    type: "Counted", currentVersion: "2.0",
    upcasters: [
      EventSchema.Upcaster(from: "1.0", to: "2.0") { data in
        var data = data
        data["amount"] = data["by"]
        data["by"] = nil
        return data
      }
    ])

  static let eventTypes = [EventType(schema, startsLog: true)]
  static let initial = State()
  static let foldVersion = 1

  static func startsLog(_ command: Command) -> Bool { command.isFirst }

  static func decide(_ command: Command, _ state: State) throws(Rejection) -> NewEvent {
    if command.isFirst, state.events > 0 { throw .started }
    if state.total + command.amount < 0 { throw .belowZero }
    let data = JSONObject([("amount", .number(JSONNumber(command.amount)))])
    return NewEvent(type: schema.type, version: schema.currentVersion, data: data)
  }

  static func evolve(_ state: State, _ event: Event) -> State {
    State(total: state.total + event.amount, events: state.events + 1)
  }

  static func event(from recorded: RecordedEvent) throws(EventDecodingError) -> Event {
    guard recorded.type == schema.type else { throw .unknownType(recorded.type) }
    guard let amount = try schema.lift(recorded.data, from: recorded.version)["amount"]?.number?.int else {
      throw .malformed(field: "EventData.amount", reason: "must be a whole number")
    }
    return Event(amount: amount)
  }

  static func encode(_ state: State) -> JSONObject {
    JSONObject([("Total", .number(JSONNumber(state.total))), ("Events", .number(JSONNumber(state.events)))])
  }

  static func decodeState(from object: JSONObject) -> State? {
    guard let total = object["Total"]?.number?.int, let events = object["Events"]?.number?.int else { return nil }
    return State(total: total, events: events)
  }
}
