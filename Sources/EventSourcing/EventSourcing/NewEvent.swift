import JSON

/// What a domain decided: an event that has no place in the log yet.
public struct NewEvent: Hashable, Sendable {
  /// The name of its type.
  public let type: String
  /// The version of the payload's schema.
  public let version: String
  /// The payload, with its numbers in canonical form.
  public let data: JSONObject

  public init(type: String, version: String, data: JSONObject) {
    self.type = type
    self.version = version
    if case .object(let normalized) = CanonicalJSON.normalized(.object(data)) {
      self.data = normalized
    } else {
      self.data = data
    }
  }
}
