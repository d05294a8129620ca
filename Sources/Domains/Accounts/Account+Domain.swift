import EventSourcing
import JSON

extension Account: Domain {
  public static let noun = Noun("Account", plural: "Accounts")

  public static let source = "event-sourcing.financial"

  public static let eventTypes = AccountEventType.allCases.map { type in
    EventType(type.schema, startsLog: type == .accountCreated)
  }

  /// The accounts of a customer.
  public static let views = [
    View<AccountState>(
      of: Noun("Customer", plural: "Customers"),
      keys: { state in [state.customerID].compactMap { $0 } },
      entry: { state in
        [
          "accountType": state.accountType.map { .string($0) } ?? .null, "status": .string(state.status.rawValue),
          "balance": state.balance.json,
        ]
      }, entryDocumentation: entryDocumentation)
  ]

  public static func command(
    _ type: String, _ data: JSONObject, for aggregateID: AggregateID
  ) throws(PayloadError) -> AccountCommand {
    guard let type = AccountEventType(rawValue: type) else {
      throw PayloadError(field: "eventType", reason: "must be the name of an account's event")
    }
    return try AccountCommand(type, data, for: aggregateID)
  }

  /// Each transaction is guarded by its own name.
  public static func idempotencyKey(of command: AccountCommand) -> PayloadKey? {
    command.transactionID.map { PayloadKey(field: "transactionId", text: $0) }
  }

  public static func description(of state: AccountState) -> JSONObject {
    func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
    return [
      "balance": state.balance.json, "status": .string(state.status.rawValue),
      "transactionCount": .number(JSONNumber(state.transactionCount)), "accountType": text(state.accountType),
      "customerId": text(state.customerID), "createdAt": text(state.createdAt), "closedAt": text(state.closedAt),
      "lastTransactionAt": text(state.lastTransactionAt),
    ]
  }
}
