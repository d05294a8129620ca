import EventSourcing
import JSON

/// What a caller wants recorded for an account: the payload of an event to be, read and still whole.
public struct AccountCommand: Hashable, Sendable {
  public let aggregateID: AggregateID
  public let type: AccountEventType
  /// The payload as it came, with the fields that are not known here.
  public let data: JSONObject
  let content: AccountEvent.Content

  /// - Throws: ``PayloadError`` naming the field of `data` that is missing or not of its form.
  public init(_ type: AccountEventType, _ data: JSONObject, for aggregateID: AggregateID) throws(PayloadError) {
    self.aggregateID = aggregateID
    self.type = type
    self.data = data
    content = try AccountEvent.Content(type, data)
  }

  /// The transaction's own name, for a `TransactionProcessed` that has one.
  public var transactionID: String? {
    guard case .transactionProcessed(let transaction) = content else { return nil }
    return transaction.transactionID
  }
}
