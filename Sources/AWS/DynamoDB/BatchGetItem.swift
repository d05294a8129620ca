import JSON

/// Reads up to 100 items of one table by their keys, in no order.
public struct BatchGetItem: DynamoDBValueOperation, Hashable {
  public static let name = "BatchGetItem"

  public struct Output: Hashable, Sendable {
    /// Those found, in no order.
    public let items: [Item]
    /// Keys that were not looked at for lack of capacity, or because the answer would exceed 16 MB: ask again.
    public let unprocessedKeys: [Item]
  }

  public var table: String
  public var keys: [Item]
  public var consistent: Bool

  public init(table: String, keys: [Item], consistent: Bool) {
    self.table = table
    self.keys = keys
    self.consistent = consistent
  }

  public var input: JSONValue {
    var request: JSONObject = ["Keys": .array(keys.map(\.wire))]
    if consistent { request["ConsistentRead"] = true }
    return ["RequestItems": .object(JSONObject([(table, .object(request))]))]
  }

  public func output(_ json: consuming JSONValue) throws(AttributeValueError) -> Output {
    guard var tables = json.take("Responses") else { throw AttributeValueError(.missing, path: "Responses") }
    let items = tables[table] == nil ? [] : try tables.takeItems(table)
    var request = json["UnprocessedKeys"]?[table]
    return Output(items: items, unprocessedKeys: try request?.takeItems("Keys") ?? [])
  }
}
