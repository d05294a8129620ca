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

  public func write(to text: inout [UInt8]) {
    RequestText.append(#"{"TableName":"#, table, to: &text)
    RequestText.append(#","Key":"#, key, to: &text)
    if consistent { JSONWriter.append(text: #","ConsistentRead":true"#, to: &text) }
    if returnsConsumedCapacity { JSONWriter.append(text: #","ReturnConsumedCapacity":"TOTAL""#, to: &text) }
    JSONWriter.append(text: "}", to: &text)
  }

  public func output(_ json: JSONValue) throws(AttributeValueError) -> Output {
    Output(item: try json.item("Item"), consumedCapacity: json.consumedCapacity)
  }

  public func output(inPlace wire: inout WireReader) -> Output? {
    guard wire.take("{") else { return nil }
    if wire.take("}") { return Output(item: nil, consumedCapacity: nil) }
    guard let name = wire.plainText(), wire.equals(name, "Item"), wire.take(":"), let item = Item(inPlace: &wire),
      wire.take("}")
    else { return nil }
    return Output(item: item, consumedCapacity: nil)
  }
}
