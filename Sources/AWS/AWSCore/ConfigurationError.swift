import Environment

/// An environment variable that keeps a client from being configured. Never holds a secret.
public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  case missing(variable: String)
  case invalid(variable: String, value: String, expected: String)

  init(_ missing: MissingVariable) {
    self = .missing(variable: missing.name)
  }

  public var description: String {
    switch self {
    case .missing(let variable):
      "environment variable \(variable) is missing or empty"
    case .invalid(let variable, let value, let expected):
      "environment variable \(variable) is '\(value)', expected \(expected)"
    }
  }
}
