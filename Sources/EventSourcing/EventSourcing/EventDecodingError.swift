/// Why a stored or received event cannot be read. Such an event is never applied in part and never guessed at.
public enum EventDecodingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An attribute is missing or not of its form.
  case malformed(field: String, reason: String)
  /// No domain here knows this type of event.
  case unknownType(String)
  /// Written by newer code than this: reading it as an older version would misread it.
  case unsupportedVersion(type: String, version: String, newest: String)

  public var description: String {
    switch self {
    case .malformed(let field, let reason): "\(field) \(reason)"
    case .unknownType(let type): "unknown event type \(type.debugDescription)"
    case .unsupportedVersion(let type, let version, let newest):
      "version \(version.debugDescription) of \(type) is not known here; the newest known is \(newest)"
    }
  }

  /// A short name of the case, for metrics and function errors: letters only.
  public var name: String {
    switch self {
    case .malformed: "MalformedEvent"
    case .unknownType: "UnknownEventType"
    case .unsupportedVersion: "UnsupportedEventVersion"
    }
  }
}
