import JSON

/// Writes up to 100 items all together or not at all.
public struct TransactWriteItems: DynamoDBOperation, Hashable {
  public static let name = "TransactWriteItems"

  public enum Action: Hashable, Sendable {
    case put(PutItem)
    case delete(DeleteItem)
    case check(ConditionCheck)
  }

  /// Holds the transaction to a condition on an item that it does not write.
  public struct ConditionCheck: Hashable, Sendable {
    public var table: String
    public var key: Item
    public var condition: Expression

    public init(table: String, key: Item, condition: Expression) {
      self.table = table
      self.key = key
      self.condition = condition
    }
  }

  public var actions: [Action]
  /// Makes a repetition within ten minutes a success without a second write, up to 36 characters. The same token with
  /// other actions is an error.
  public var clientRequestToken: String?

  public init(_ actions: [Action], clientRequestToken: String? = nil) {
    self.actions = actions
    self.clientRequestToken = clientRequestToken
  }

  /// Bytes of all items written, at most `DynamoDBLimits.transactionSize`.
  public var size: Int {
    actions.reduce(0) { $0 + $1.size }
  }

  public var input: JSONValue {
    var input: JSONObject = ["TransactItems": .array(actions.map(\.wire))]
    input["ClientRequestToken"] = clientRequestToken.map { .string($0) }
    return .object(input)
  }

  public func output(_ json: JSONValue) {}
}

extension TransactWriteItems.Action {
  fileprivate var size: Int {
    switch self {
    case .put(let put): put.item.size
    case .delete(let delete): delete.key.size
    case .check(let check): check.key.size
    }
  }

  fileprivate var wire: JSONValue {
    switch self {
    case .put(let put): return ["Put": put.input]
    case .delete(let delete): return ["Delete": delete.input]
    case .check(let check):
      var input: JSONObject = ["TableName": .string(check.table), "Key": check.key.wire]
      input.addCondition(check.condition)
      return ["ConditionCheck": .object(input)]
    }
  }
}
