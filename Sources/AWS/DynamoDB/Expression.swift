import JSON

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

extension JSONObject {
  /// Adds the placeholders of an expression; nothing where there are none, as DynamoDB refuses empty ones.
  mutating func addPlaceholders(of expression: Expression) {
    // Sorted, so that the same request is the same text each time.
    let sorted = expression.names.sorted { $0.key < $1.key }
    let names = JSONObject(sorted.map { ($0.key, .string($0.value)) })
    let values = JSONObject(expression.values.map { ($0.name, $0.value.wire) })
    if !names.isEmpty { self["ExpressionAttributeNames"] = .object(names) }
    if !values.isEmpty { self["ExpressionAttributeValues"] = .object(values) }
  }
}
