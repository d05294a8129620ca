import JSON

/// How far a piece of work has come that takes many invocations.
public struct Progress: Hashable, Sendable {
  /// What the work is called: the item's sort key.
  public let name: String
  /// Rises with each put; nil for one that is not there yet.
  public let revision: Int?
  /// What the work says of itself.
  public var content: JSONObject

  public init(name: String, revision: Int? = nil, content: JSONObject = [:]) {
    self.name = name
    self.revision = revision
    self.content = content
  }
}
