/// An environment variable that the function cannot do without is absent or empty.
public struct MissingVariable: Error, Hashable, Sendable, CustomStringConvertible {
  /// The variable's name.
  public let name: String

  /// The error for a variable of this name.
  public init(name: String) {
    self.name = name
  }

  /// The reason in words, with the name and never a value.
  public var description: String { "Missing environment variable: \(name)" }
}
