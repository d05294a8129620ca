import JSON

/// Puts and deletes up to 25 items of one table, each on its own and without conditions.
public struct BatchWriteItem: DynamoDBValueOperation, Hashable {
  public static let name = "BatchWriteItem"

  public enum Write: Hashable, Sendable {
    case put(Item)
    case delete(key: Item)
  }

  public struct Output: Hashable, Sendable {
    /// Writes that were not done for lack of capacity: send them again.
    public let unprocessed: [Write]
  }

  public var table: String
  public var writes: [Write]

  public init(table: String, writes: [Write]) {
    self.table = table
    self.writes = writes
  }

  public var input: JSONValue {
    ["RequestItems": .object(JSONObject([(table, .array(writes.map(\.wire)))]))]
  }

  public func output(_ json: JSONValue) throws(AttributeValueError) -> Output {
    var unprocessed: [Write] = []
    for write in json["UnprocessedItems"]?[table]?.array ?? [] { unprocessed.append(try Write(wire: write)) }
    return Output(unprocessed: unprocessed)
  }
}

extension BatchWriteItem.Write {
  fileprivate var wire: JSONValue {
    switch self {
    case .put(let item): ["PutRequest": ["Item": item.wire]]
    case .delete(let key): ["DeleteRequest": ["Key": key.wire]]
    }
  }

  fileprivate init(wire json: JSONValue) throws(AttributeValueError) {
    if let item = try json["PutRequest"]?.item("Item") {
      self = .put(item)
    } else if let key = try json["DeleteRequest"]?.item("Key") {
      self = .delete(key: key)
    } else {
      throw AttributeValueError(.missing, path: "UnprocessedItems")
    }
  }
}
