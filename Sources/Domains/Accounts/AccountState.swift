import Amounts
import Environment
import JSON

/// What the events of one account add up to.
public struct AccountState: Hashable, Sendable {
  public var status: AccountStatus = .unknown
  public var balance: Money = .zero
  /// How far below zero the balance may fall.
  public var overdraftLimit: Money = .zero
  public var transactionCount = 0
  public var accountType: String?
  public var customerID: String?
  /// The text of the event's own time where it gave one, else the time it was recorded.
  public var createdAt: String?
  public var lastTransactionAt: String?
  public var closedAt: String?

  public init() {}

  /// The state as members of a read-model item (contract, section 3).
  public var encoded: JSONObject {
    // In the order of their names, as their canonical text has them: so it is not sorted each time.
    let members: [(key: String, value: JSONValue?)] = [
      ("AccountType", accountType.map(JSONValue.string)),
      ("Balance", balance.json),
      ("ClosedAt", closedAt.map(JSONValue.string)),
      ("CreatedAt", createdAt.map(JSONValue.string)),
      ("CustomerId", customerID.map(JSONValue.string)),
      ("LastTransactionAt", lastTransactionAt.map(JSONValue.string)),
      ("OverdraftLimit", overdraftLimit.json),
      ("Status", .string(status.rawValue)),
      ("TransactionCount", .number(JSONNumber(transactionCount))),
    ]
    return JSONObject(unique: members.compactMap { key, value in value.map { (key, $0) } })
  }

  /// Reads the members that ``encoded`` writes.
  ///
  /// - Returns: nil where one is missing or not of its form.
  public init?(encoded object: JSONObject) {
    guard
      let status = object["Status"]?.string.flatMap(AccountStatus.init(rawValue:)),
      let balance = object["Balance"]?.number.flatMap(Money.init),
      let overdraftLimit = object["OverdraftLimit"]?.number.flatMap(Money.init),
      let transactionCount = object["TransactionCount"]?.number?.int, transactionCount >= 0
    else { return nil }
    self.status = status
    self.balance = balance
    self.overdraftLimit = overdraftLimit
    self.transactionCount = transactionCount
    accountType = object["AccountType"]?.string
    customerID = object["CustomerId"]?.string
    createdAt = object["CreatedAt"]?.string
    lastTransactionAt = object["LastTransactionAt"]?.string
    closedAt = object["ClosedAt"]?.string
  }
}
