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
    let number = JSONNumber(amount).map { JSONValue.number($0) }
    return try request(aggregateID, .transactionProcessed, ["amount": number ?? .null], key: key)
  }

  private static func request(
    _ aggregateID: AggregateID, _ type: AccountEventType, _ data: JSONObject, key: String?
  ) throws -> CommandRequest<Account> {
    let command = try AccountCommand(type, data, for: aggregateID)
    return CommandRequest(
      aggregateID: aggregateID, entries: [.init(command, key: try key.map { try IdempotencyKey($0) })],
      expectedSequence: nil, userID: "tester", correlationID: nil,
      content: ["type": .string(type.rawValue), "data": .object(data)])
  }
}
