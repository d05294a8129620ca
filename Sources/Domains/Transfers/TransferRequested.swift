import Amounts
import EventSourcing
import JSON

/// Somebody wants money to move from one account to another.
public struct TransferRequested: Hashable, Sendable {
  /// The transfer's own name, which equals the aggregate's where it is given.
  public let transferID: String?
  /// The account that pays.
  public let from: AggregateID
  /// The account that is paid.
  public let to: AggregateID
  /// How much; positive.
  public let amount: Amount
  /// What it is for, in the words of whoever asked for it.
  public let reference: String?

  /// - Throws: ``PayloadError`` naming the field that is missing or not of its form.
  public init(_ data: JSONObject) throws(PayloadError) {
    let payload = Payload(data)
    transferID = try payload.text("transferId")
    from = try Self.account("fromAccountId", in: payload)
    to = try Self.account("toAccountId", in: payload)
    let number = try payload.required("amount", try payload.number("amount"))
    guard let amount = Amount(number), amount.money > .zero else {
      throw PayloadError(
        field: "amount", reason: "must be above zero, and have at most 15 integer and 4 fraction digits")
    }
    self.amount = amount
    reference = try payload.text("reference")
  }

  private static func account(_ field: String, in payload: Payload) throws(PayloadError) -> AggregateID {
    let text = try payload.required(field, try payload.text(field))
    do {
      return try AggregateID(text)
    } catch {
      throw PayloadError(field: field, reason: error.reason)
    }
  }
}
