import Amounts
import EventSourcing
import JSON

/// What the events of one transfer add up to.
public struct TransferState: Hashable, Sendable {
  public var status: TransferStatus = .unknown
  public var from: AggregateID?
  public var to: AggregateID?
  public var amount: Money = .zero
  public var reference: String?
  /// When it was recorded, RFC 3339 with six fraction digits: text order is time order.
  public var requestedAt: String?
  /// When it was completed or failed; the same form.
  public var endedAt: String?
  /// The rule that said no.
  public var failedRule: String?
  /// Whether the paying account has its money; nil unless the transfer failed.
  public var isRefunded: Bool?

  public init() {}

  /// The state as members of a read-model item.
  public var encoded: JSONObject {
    // In the order of their names, as their canonical text has them: so it is not sorted each time.
    let members: [(key: String, value: JSONValue?)] = [
      ("Amount", amount.json),
      ("EndedAt", endedAt.map(JSONValue.string)),
      ("FailedRule", failedRule.map(JSONValue.string)),
      ("FromAccountId", (from?.text).map(JSONValue.string)),
      ("Reference", reference.map(JSONValue.string)),
      ("Refunded", isRefunded.map(JSONValue.bool)),
      ("RequestedAt", requestedAt.map(JSONValue.string)),
      ("Status", .string(status.rawValue)),
      ("ToAccountId", (to?.text).map(JSONValue.string)),
    ]
    return JSONObject(unique: members.compactMap { key, value in value.map { (key, $0) } })
  }

  /// Reads the members that ``encoded`` writes.
  ///
  /// - Returns: nil where one is missing or not of its form.
  public init?(encoded object: JSONObject) {
    guard
      let status = object["Status"]?.string.flatMap(TransferStatus.init(rawValue:)),
      let amount = object["Amount"]?.number.flatMap(Money.init)
    else { return nil }
    self.status = status
    self.amount = amount
    from = object["FromAccountId"]?.string.flatMap { try? AggregateID($0) }
    to = object["ToAccountId"]?.string.flatMap { try? AggregateID($0) }
    reference = object["Reference"]?.string
    requestedAt = object["RequestedAt"]?.string
    endedAt = object["EndedAt"]?.string
    failedRule = object["FailedRule"]?.string
    isRefunded = object["Refunded"]?.bool
  }
}
