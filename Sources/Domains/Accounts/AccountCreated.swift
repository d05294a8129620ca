import Amounts
import EventSourcing
import JSON

/// An account was opened.
public struct AccountCreated: Hashable, Sendable {
  /// The account's own name, which equals the aggregate's where it is given.
  public let accountID: String?
  public let customerID: String?
  public let accountType: String?
  /// RFC 3339, as it came.
  public let createdAt: String?
  /// How far below zero the balance may fall; not negative.
  public let overdraftLimit: Money

  /// - Throws: ``PayloadError`` naming the field that is not of its form.
  public init(_ data: JSONObject) throws(PayloadError) {
    let payload = Payload(data)
    accountID = try payload.text("accountId")
    customerID = try payload.text("customerId")
    accountType = try payload.text("accountType")
    createdAt = try payload.instant("createdAt")
    overdraftLimit = try Self.overdraftLimit(payload)
  }

  private static func overdraftLimit(_ payload: Payload) throws(PayloadError) -> Money {
    guard let number = try payload.number("overdraftLimit") else { return .zero }
    if let money = Money(number), money == .zero { return .zero }
    guard let amount = Amount(number), amount.money > .zero else {
      throw PayloadError(
        field: "overdraftLimit", reason: "must not be negative, and have at most 15 integer and 4 fraction digits")
    }
    return amount.money
  }
}
