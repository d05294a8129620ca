import JSON

/// Writes up to 100 items all together or not at all.
public struct TransactWriteItems: DynamoDBValueOperation, Hashable {
  public static let name = "TransactWriteItems"
  public typealias Output = Void

  /// What one part does; of the kinds that the API knows, those that are used here.
  public enum Action: Hashable, Sendable {
    case put(PutItem)
    /// Removes an item; that there is none is no error.
    case delete(table: String, key: Item)
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

  public func write(to text: inout [UInt8]) {
    JSONWriter.append(text: #"{"TransactItems":"#, to: &text)
    RequestText.append(actions, to: &text) { $0.write(to: &$1) }
    if let clientRequestToken { RequestText.append(#","ClientRequestToken":"#, clientRequestToken, to: &text) }
    JSONWriter.append(text: "}", to: &text)
  }

  public func output(_ json: JSONValue) {}
}

extension TransactWriteItems.Action {
  fileprivate var size: Int {
    switch self {
    case .put(let put): put.item.size
    case .delete(_, let key): key.size
    }
  }

  fileprivate func write(to text: inout [UInt8]) {
    switch self {
    case .put(let put):
      JSONWriter.append(text: #"{"Put":"#, to: &text)
      put.write(to: &text)
    case .delete(let table, let key):
      RequestText.append(#"{"Delete":{"TableName":"#, table, to: &text)
      RequestText.append(#","Key":"#, key, to: &text)
      JSONWriter.append(text: "}", to: &text)
    }
    JSONWriter.append(text: "}", to: &text)
  }
}
