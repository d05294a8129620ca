import Accounts
import EventSourcing

/// A command for the account of a schedule. Its events carry its name as their correlation id.
struct AppendCommand: Sendable {
  let name: String
  /// A transaction each, all or none; empty for the opening.
  let amounts: [String]
  /// A key for each event.
  let keys: [String?]
  let expected: SequenceNumber?
  /// Whether a refusal is for good (``CommandRequest/settlesRefusals``).
  let settlesRefusals: Bool

  /// - Parameter keys: nil for the command's name under each event, which makes one key of all.
  init(_ name: String, _ amounts: [String], keys: [String?]? = nil, expected: Int? = nil, settlesRefusals: Bool = false)
  {
    self.name = name
    self.amounts = amounts
    self.keys = keys ?? Array(repeating: name, count: max(amounts.count, 1))
    self.expected = expected.flatMap(SequenceNumber.init)
    self.settlesRefusals = settlesRefusals
  }

  /// How many events it comes to.
  var size: Int { max(amounts.count, 1) }
  /// Whether it can be sent again without being done again.
  var isKeyed: Bool { keys.contains { $0 != nil } }

  func request(for aggregateID: AggregateID) throws -> CommandRequest<Account> {
    if amounts.isEmpty { return try AccountRequests.opening(aggregateID, key: keys[0], correlationID: name) }
    return try AccountRequests.transactions(
      aggregateID, amounts: amounts, keys: keys, expected: expected, correlationID: name,
      settlesRefusals: settlesRefusals)
  }
}
