import Environment
import JSON

/// The whole contract between this library and a domain: how a command is decided and how events fold into state.
///
/// All of it is pure: no I/O, no clock, no randomness. A second domain is a second conforming type.
public protocol Aggregate {
  /// What the events add up to.
  associatedtype State: Hashable, Sendable
  /// One event, read from its stored form.
  associatedtype Event: Sendable
  /// What a caller wants to happen.
  associatedtype Command: Sendable
  /// A business rule that says no.
  associatedtype Rejection: BusinessRule

  /// All types of its events; events of one instant are listed in this order.
  static var eventTypes: [EventType] { get }

  /// The state before the first event.
  static var initial: State { get }

  /// The version of the fold. Raised whenever ``evolve(_:_:)`` or the form of the state changes, it makes every stored
  /// copy of the state (``FoldedCopy``) worthless, and the log is folded anew.
  static var foldVersion: Int { get }

  /// Whether a command can only start a log: then nothing need be read before it is decided.
  static func startsLog(_ command: Command) -> Bool

  /// Decides a command on the present state.
  ///
  /// - Throws: the rule that says no.
  static func decide(_ command: Command, _ state: State) throws(Rejection) -> NewEvent

  /// The state after one more event. Total: a recorded event has happened and cannot be refused.
  static func evolve(_ state: State, _ event: Event) -> State

  /// Reads a recorded event, through the upcasters of its type (``EventSchema``).
  ///
  /// - Throws: ``EventDecodingError`` for an unknown type, an unknown version or a malformed payload.
  static func event(from recorded: RecordedEvent) throws(EventDecodingError) -> Event

  /// The state as JSON, for ``FoldedCopy``.
  static func encode(_ state: State) -> JSONObject

  /// The state from the members that ``encode(_:)`` wrote; other members are not looked at.
  ///
  /// - Returns: nil if it is not the form that ``encode(_:)`` writes.
  static func decodeState(from object: JSONObject) -> State?
}

extension Aggregate {
  /// The type of that name; nil for one that is none of the aggregate's.
  public static func eventType(named name: String) -> EventType? { eventTypes.first { $0.name == name } }
}
