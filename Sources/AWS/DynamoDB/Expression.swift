/// A condition or key-condition expression with what its placeholders stand for.
public struct Expression: Hashable, Sendable {
  public let text: String
  /// Placeholders such as `#type` for attribute names, without which reserved words could not be used.
  public let names: [String: String]
  /// Placeholders such as `:value` for values.
  public let values: AttributeMap

  public init(_ text: String, names: [String: String] = [:], values: AttributeMap = [:]) {
    self.text = text
    self.names = names
    self.values = values
  }
}
