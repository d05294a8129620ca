/// Which field of an event's payload is wrong, and how.
public struct PayloadError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The field's name within the payload.
  public let field: String
  /// What was wrong, to be put behind the name: "must be a string".
  public let reason: String
  /// Whether the field is missing, rather than wrong.
  public let isMissing: Bool

  public init(field: String, reason: String, isMissing: Bool = false) {
    self.field = field
    self.reason = reason
    self.isMissing = isMissing
  }

  public var description: String { "\(field) \(reason)" }
}
