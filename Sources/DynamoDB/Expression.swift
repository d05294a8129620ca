import JSON

/// A condition, key-condition, filter or projection expression with what its placeholders stand for.
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

extension JSONObject {
  /// Adds the placeholders of all expressions; nothing where there are none, as DynamoDB refuses empty ones.
  mutating func addPlaceholders(of expressions: [Expression?]) {
    var names = JSONObject()
    var values = JSONObject()
    for expression in expressions.compactMap({ $0 }) {
      // Sorted, so that the same request is the same text each time.
      for (placeholder, name) in expression.names.sorted(by: { $0.key < $1.key }) {
        names[placeholder] = .string(name)
      }
      for (placeholder, value) in expression.values { values[placeholder] = value.wire }
    }
    if !names.isEmpty { self["ExpressionAttributeNames"] = .object(names) }
    if !values.isEmpty { self["ExpressionAttributeValues"] = .object(values) }
  }
}
