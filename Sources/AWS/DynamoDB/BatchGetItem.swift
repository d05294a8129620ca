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

  public func write(to text: inout [UInt8]) {
    RequestText.append(#"{"RequestItems":{"#, table, to: &text)
    JSONWriter.append(text: #":{"Keys":"#, to: &text)
    RequestText.append(keys, to: &text) { $0.write(to: &$1) }
    if consistent { JSONWriter.append(text: #","ConsistentRead":true"#, to: &text) }
    JSONWriter.append(text: "}}}", to: &text)
  }

  public func output(_ json: consuming JSONValue) throws(AttributeValueError) -> Output {
    guard var tables = json.take("Responses") else { throw AttributeValueError(.missing, path: "Responses") }
    let items = tables[table] == nil ? [] : try tables.takeItems(table)
    var request = json["UnprocessedKeys"]?[table]
    return Output(items: items, unprocessedKeys: try request?.takeItems("Keys") ?? [])
  }

  public func output(inPlace wire: inout WireReader) -> Output? {
    var items: [Item]?
    var isAllProcessed = false
    guard wire.take("{") else { return nil }
    repeat {
      guard let name = wire.plainText(), wire.take(":"), wire.take("{") else { return nil }
      if wire.equals(name, "Responses"), items == nil {
        items = self.items(inPlace: &wire)
        if items == nil { return nil }
      } else if wire.equals(name, "UnprocessedKeys"), !isAllProcessed {
        isAllProcessed = true
      } else {
        return nil
      }
      guard wire.take("}") else { return nil }
    } while wire.take(",")
    guard let items, wire.take("}") else { return nil }
    return Output(items: items, unprocessedKeys: [])
  }

  /// The items of the one table, in front of which `wire` stands.
  private func items(inPlace wire: inout WireReader) -> [Item]? {
    guard let name = wire.plainText() else { return [] }
    guard let table = wire.string(name), ByteText.sameBytes(table, self.table), wire.take(":"), wire.take("[") else {
      return nil
    }
    var items: [Item] = []
    if wire.take("]") { return items }
    repeat {
      guard let item = Item(inPlace: &wire) else { return nil }
      items.append(item)
    } while wire.take(",")
    return wire.take("]") ? items : nil
  }
}
