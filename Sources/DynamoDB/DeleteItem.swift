import JSON

/// Removes one item, if its condition holds. That there is none is no error.
public struct DeleteItem: DynamoDBOperation, Hashable {
  public static let name = "DeleteItem"

  public var table: String
  public var key: Item
  public var condition: Expression?

  /// - Parameter condition: where it does not hold, the error carries the item.
  public init(table: String, key: Item, condition: Expression? = nil) {
    self.table = table
    self.key = key
    self.condition = condition
  }

  public var input: JSONValue {
    var input: JSONObject = ["TableName": .string(table), "Key": key.wire]
    input.addCondition(condition)
    return .object(input)
  }

  public func output(_ json: JSONValue) {}
}
