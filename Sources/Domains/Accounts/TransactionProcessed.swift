import Amounts
import EventSourcing
import JSON

/// Money was moved into an account or out of it.
public struct TransactionProcessed: Hashable, Sendable {
  /// The direction that the caller named.
  public enum Direction: Hashable, Sendable {
    /// `deposit` or `credit`: the amount is positive.
    case incoming
    /// `withdrawal` or `debit`: the amount is negative.
    case outgoing
  }

  /// The caller's name for the transaction, which is its idempotency key where the command has none of its own.
  public let transactionID: String?
  public let amount: Amount
  /// nil where the caller named none, or one that has no rule.
  public let direction: Direction?
  /// RFC 3339, as it came.
  public let timestamp: String?

  /// - Throws: ``PayloadError`` naming the field that is missing or not of its form.
  public init(_ data: JSONObject) throws(PayloadError) {
    let payload = Payload(data)
    transactionID = try payload.text("transactionId")
    guard let number = try payload.number("amount") else {
      throw PayloadError(field: "amount", reason: "is missing", isMissing: true)
    }
    guard let amount = Amount(number) else {
      throw PayloadError(
        field: "amount", reason: "must not be zero, and have at most 15 integer and 4 fraction digits")
    }
    self.amount = amount
    switch try payload.text("type") {
    case "deposit", "credit": direction = .incoming
    case "withdrawal", "debit": direction = .outgoing
    default: direction = nil
    }
    timestamp = try payload.instant("timestamp")
  }
}
