import JSON

/// Writes one item in place of any with the same key, if its condition holds.
public struct PutItem: DynamoDBValueOperation, Hashable {
  public static let name = "PutItem"
  public typealias Output = Void

  public var table: String
  public var item: Item
  public var condition: Expression?
  public var isDispensable = false

  /// - Parameter condition: where it does not hold, the error carries the item in the way.
  public init(table: String, item: Item, condition: Expression? = nil) {
    self.table = table
    self.item = item
    self.condition = condition
  }

  public var input: JSONValue {
    var input: JSONObject = ["TableName": .string(table), "Item": item.wire]
    input.addCondition(condition)
    return .object(input)
  }

  public func output(_ json: JSONValue) {}
}

extension JSONObject {
  /// A condition that hands back the item it failed on, so that an own earlier attempt is recognised.
  mutating func addCondition(_ condition: Expression?) {
    guard let condition else { return }
    self["ConditionExpression"] = .string(condition.text)
    addPlaceholders(of: condition)
    self["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
  }
}
