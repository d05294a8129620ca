import JSON

/// Reads one item by its key.
public struct GetItem: DynamoDBValueOperation, Hashable {
  public static let name = "GetItem"

  public struct Output: Hashable, Sendable {
    /// Nil if there is no such item.
    public let item: Item?
    /// Read capacity units; nil unless asked for.
    public let consumedCapacity: Double?
  }

  public var table: String
  public var key: Item
  /// Whether the answer reflects all writes acknowledged before; costs twice as much.
  public var consistent: Bool
  public var returnsConsumedCapacity = false
  public var isDispensable = false

  public init(table: String, key: Item, consistent: Bool) {
    self.table = table
    self.key = key
    self.consistent = consistent
  }

  public var input: JSONValue {
    var input: JSONObject = ["TableName": .string(table), "Key": key.wire]
    if consistent { input["ConsistentRead"] = true }
    if returnsConsumedCapacity { input["ReturnConsumedCapacity"] = "TOTAL" }
    return .object(input)
  }

  public func output(_ json: JSONValue) throws(AttributeValueError) -> Output {
    Output(item: try json.item("Item"), consumedCapacity: json.consumedCapacity)
  }
}
