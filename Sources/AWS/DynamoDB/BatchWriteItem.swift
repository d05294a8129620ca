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

  public func write(to text: inout [UInt8]) {
    RequestText.append(#"{"RequestItems":{"#, table, to: &text)
    JSONWriter.append(text: ":", to: &text)
    RequestText.append(writes, to: &text) { $0.write(to: &$1) }
    JSONWriter.append(text: "}}", to: &text)
  }

  public func output(_ json: JSONValue) throws(AttributeValueError) -> Output {
    var unprocessed: [Write] = []
    for write in json["UnprocessedItems"]?[table]?.array ?? [] { unprocessed.append(try Write(wire: write)) }
    return Output(unprocessed: unprocessed)
  }
}

extension BatchWriteItem.Write {
  fileprivate func write(to text: inout [UInt8]) {
    switch self {
    case .put(let item): RequestText.append(#"{"PutRequest":{"Item":"#, item, to: &text)
    case .delete(let key): RequestText.append(#"{"DeleteRequest":{"Key":"#, key, to: &text)
    }
    JSONWriter.append(text: "}}", to: &text)
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
