import JSON

/// What the world outside is told of the states of a domain's aggregates, as JSON Schemas (draft 2020-12) of objects. What
/// is left empty is any object.
public struct StateDocumentation: Hashable, Sendable {
  /// Of ``Domain/description(of:)``.
  public let description: JSONObject
  /// Of ``Aggregate/encode(_:)``, for states with an event at least.
  public let stored: JSONObject

  public init(description: JSONObject = [:], stored: JSONObject = [:]) {
    self.description = description
    self.stored = stored
  }
}
