import Accounts
import EventSourcing
import JSON

/// Commands for an account, as the command function makes them.
enum AccountRequests {
  static func opening(
    _ aggregateID: AggregateID, key: String? = nil, correlationID: String? = nil
  ) throws -> CommandRequest<Account> {
    let data: JSONObject = ["accountType": "checking", "customerId": "customer-456"]
    return try request(aggregateID, .accountCreated, [data], keys: [key], correlationID: correlationID)
  }

  static func transaction(
    _ aggregateID: AggregateID, amount: String, key: String? = nil
  ) throws -> CommandRequest<Account> {
    try transactions(aggregateID, amounts: [amount], keys: [key])
  }

  /// All together or none.
  static func transactions(
    _ aggregateID: AggregateID, amounts: [String], keys: [String?], expected: SequenceNumber? = nil,
    correlationID: String? = nil, settlesRefusals: Bool = false
  ) throws -> CommandRequest<Account> {
    let data = amounts.map { amount -> JSONObject in
      ["amount": JSONNumber(amount).map { .number($0) } ?? .null]
    }
    return try request(
      aggregateID, .transactionProcessed, data, keys: keys, expected: expected, correlationID: correlationID,
      settlesRefusals: settlesRefusals)
  }

  private static func request(
    _ aggregateID: AggregateID, _ type: AccountEventType, _ data: [JSONObject], keys: [String?],
    expected: SequenceNumber? = nil, correlationID: String?, settlesRefusals: Bool = false
  ) throws -> CommandRequest<Account> {
    let entries = try zip(data, keys).map { data, key in
      CommandRequest<Account>.Entry(
        try AccountCommand(type, data, for: aggregateID), key: try key.map { try IdempotencyKey($0) })
    }
    return CommandRequest(
      aggregateID: aggregateID, entries: entries, expectedSequence: expected, userID: "tester",
      correlationID: correlationID, settlesRefusals: settlesRefusals,
      content: ["type": .string(type.rawValue), "data": .array(data.map { .object($0) })])
  }
}
