import JSON

/// The parts that the texts of several operations have in common.
enum RequestText {
  /// Appends a list.
  static func append<Element>(
    _ list: [Element], to text: inout [UInt8], element: (Element, inout [UInt8]) -> Void
  ) {
    text.append(UInt8(ascii: "["))
    for place in list.indices {
      if place > 0 { text.append(UInt8(ascii: ",")) }
      element(list[place], &text)
    }
    text.append(UInt8(ascii: "]"))
  }

  /// Appends a member whose value is a text. The piece before it ends with the colon.
  static func append(_ piece: StaticString, _ value: String, to text: inout [UInt8]) {
    JSONWriter.append(text: piece, to: &text)
    JSONWriter.append(value, to: &text)
  }

  /// Appends a member whose value is an item or a key.
  static func append(_ piece: StaticString, _ item: Item, to text: inout [UInt8]) {
    JSONWriter.append(text: piece, to: &text)
    item.write(to: &text)
  }

  /// Appends a condition that hands back the item it failed on, so that an own earlier attempt is recognised.
  static func append(condition: Expression?, to text: inout [UInt8]) {
    guard let condition else { return }
    append(#","ConditionExpression":"#, condition.text, to: &text)
    append(placeholders: condition, to: &text)
    JSONWriter.append(text: #","ReturnValuesOnConditionCheckFailure":"ALL_OLD""#, to: &text)
  }

  /// Appends the placeholders of an expression; nothing where there are none, as DynamoDB refuses empty ones.
  static func append(placeholders expression: Expression, to text: inout [UInt8]) {
    if !expression.names.isEmpty {
      JSONWriter.append(text: #","ExpressionAttributeNames":"#, to: &text)
      // Sorted, so that the same request is the same text each time.
      let names = expression.names.sorted { $0.key < $1.key }.map { ($0.key, JSONValue.string($0.value)) }
      JSONWriter.append(JSONObject(unique: names), to: &text)
    }
    if !expression.values.isEmpty { append(#","ExpressionAttributeValues":"#, expression.values, to: &text) }
  }
}
