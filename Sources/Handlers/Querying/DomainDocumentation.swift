import EventSourcing
import JSON

/// What of a domain is in the documentation of its questions.
public struct DomainDocumentation: Sendable {
  /// What its aggregates are called.
  public let noun: Noun
  /// The names of the types of its events.
  public let eventTypes: [String]
  /// Schemas of its states.
  let states: StateDocumentation
  /// Its views.
  let views: [ViewDocumentation]

  public init<Model: Domain>(_ model: Model.Type) {
    noun = Model.noun
    eventTypes = Model.eventTypes.map(\.name)
    states = Model.stateDocumentation
    views = Model.views.map { ViewDocumentation($0, listing: Model.noun) }
  }
}
