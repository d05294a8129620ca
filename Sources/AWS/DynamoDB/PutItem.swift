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

  public func write(to text: inout [UInt8]) {
    RequestText.append(#"{"TableName":"#, table, to: &text)
    RequestText.append(#","Item":"#, item, to: &text)
    RequestText.append(condition: condition, to: &text)
    JSONWriter.append(text: "}", to: &text)
  }

  public func output(_ json: JSONValue) {}
}
