import Accounts
import EventSourcing
import JSON

/// Commands for an account, as the command function makes them.
enum AccountRequests {
  static func opening(_ aggregateID: AggregateID, key: String? = nil) throws -> CommandRequest<Account> {
    try request(aggregateID, .accountCreated, ["accountType": "checking", "customerId": "customer-456"], key: key)
  }

  static func transaction(
    _ aggregateID: AggregateID, amount: String, key: String? = nil
  ) throws -> CommandRequest<Account> {
    try transactions(aggregateID, amounts: [amount], key: key)
  }

  /// All together or none.
  static func transactions(
    _ aggregateID: AggregateID, amounts: [String], key: String? = nil
  ) throws -> CommandRequest<Account> {
    let data = amounts.map { amount -> JSONObject in
      ["amount": JSONNumber(amount).map { .number($0) } ?? .null]
    }
    return try request(aggregateID, .transactionProcessed, data, key: key)
  }

  private static func request(
    _ aggregateID: AggregateID, _ type: AccountEventType, _ data: JSONObject, key: String?
  ) throws -> CommandRequest<Account> {
    try request(aggregateID, type, [data], key: key)
  }

  private static func request(
    _ aggregateID: AggregateID, _ type: AccountEventType, _ data: [JSONObject], key: String?
  ) throws -> CommandRequest<Account> {
    let key = try key.map { try IdempotencyKey($0) }
    return CommandRequest(
      aggregateID: aggregateID,
      entries: try data.map { .init(try AccountCommand(type, $0, for: aggregateID), key: key) },
      expectedSequence: nil, userID: "tester", correlationID: nil,
      content: ["type": .string(type.rawValue), "data": .array(data.map { .object($0) })])
  }
}
