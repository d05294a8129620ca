import JSON

/// Reads items of one partition in the order of their sort key.
public struct Query: DynamoDBValueOperation, Hashable {
  public static let name = "Query"

  public struct Output: Hashable, Sendable {
    public let items: [Item]
    /// Where to go on; nil at the end. May be there although nothing follows, and also with no items.
    public let lastEvaluatedKey: Item?
    /// Items of this page.
    public let count: Int
    /// Read capacity units; nil unless asked for.
    public let consumedCapacity: Double?
  }

  public var table: String
  public var index: String?
  public var keyCondition: Expression
  /// Ascending order of the sort key.
  public var forward = true
  /// The most items to look at; nil for as many as make up 1 MB.
  public var limit: Int?
  /// The `lastEvaluatedKey` of the page before.
  public var exclusiveStartKey: Item?
  /// Whether the answer reflects all writes acknowledged before; not possible on a global index.
  public var consistent = false
  public var returnsConsumedCapacity = false

  public init(table: String, index: String? = nil, keyCondition: Expression) {
    self.table = table
    self.index = index
    self.keyCondition = keyCondition
  }

  public func write(to text: inout [UInt8]) {
    RequestText.append(#"{"TableName":"#, table, to: &text)
    RequestText.append(#","KeyConditionExpression":"#, keyCondition.text, to: &text)
    JSONWriter.append(text: forward ? #","ScanIndexForward":true"# : #","ScanIndexForward":false"#, to: &text)
    if let index { RequestText.append(#","IndexName":"#, index, to: &text) }
    if let limit {
      JSONWriter.append(text: #","Limit":"#, to: &text)
      JSONWriter.append(.number(JSONNumber(limit)), to: &text)
    }
    if let exclusiveStartKey { RequestText.append(#","ExclusiveStartKey":"#, exclusiveStartKey, to: &text) }
    if consistent { JSONWriter.append(text: #","ConsistentRead":true"#, to: &text) }
    if returnsConsumedCapacity { JSONWriter.append(text: #","ReturnConsumedCapacity":"TOTAL""#, to: &text) }
    RequestText.append(placeholders: keyCondition, to: &text)
    JSONWriter.append(text: "}", to: &text)
  }

  public func output(_ json: consuming JSONValue) throws(AttributeValueError) -> Output {
    let items = try json.takeItems("Items")
    return Output(
      items: items, lastEvaluatedKey: try json.item("LastEvaluatedKey"),
      count: try json.count("Count"), consumedCapacity: json.consumedCapacity)
  }
}
