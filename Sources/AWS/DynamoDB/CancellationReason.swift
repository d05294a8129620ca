import JSON

/// Why one action of a transaction did not go through; in the order of the actions.
public struct CancellationReason: Hashable, Sendable {
  public enum Code: Hashable, Sendable {
    /// The action itself was fine.
    case none
    case conditionalCheckFailed
    /// Another transaction or write holds the item just now.
    case transactionConflict
    case itemCollectionSizeLimitExceeded
    case provisionedThroughputExceeded
    case throttled
    case validation
    /// A code that this library does not know.
    case other(String)
  }

  public let code: Code
  /// The service's words; may be empty.
  public let message: String
  /// The item in the way of a condition.
  public let item: Item?

  public init(code: Code, message: String = "", item: Item? = nil) {
    self.code = code
    self.message = message
    self.item = item
  }

  /// Whether the table or the account had no capacity for the action just now.
  public var isThrottling: Bool { code == .throttled || code == .provisionedThroughputExceeded }

  /// An item that can't be read is left out: the code is what decides.
  init(wire json: JSONValue) {
    self.init(
      code: Code(json["Code"]?.string ?? ""), message: json["Message"]?.string ?? "",
      item: json["Item"].flatMap { try? Item(wire: $0) })
  }
}

extension CancellationReason.Code {
  fileprivate init(_ text: String) {
    switch text {
    case "None": self = .none
    case "ConditionalCheckFailed": self = .conditionalCheckFailed
    case "TransactionConflict": self = .transactionConflict
    case "ItemCollectionSizeLimitExceeded": self = .itemCollectionSizeLimitExceeded
    case "ProvisionedThroughputExceeded": self = .provisionedThroughputExceeded
    case "ThrottlingError": self = .throttled
    case "ValidationError": self = .validation
    default: self = .other(text)
    }
  }
}
