import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport

/// A deployment's three tables in memory, as far as the event store asks DynamoDB for anything: a value, so that each of
/// many schedules begins with a copy.
///
/// The contract's suite runs on them as on the local AWS.
struct MemoryTables {
  typealias Answer = Result<HTTPResponse, TransportError>

  /// Where an item stands.
  struct Place: Hashable {
    let table: String
    let partition: JSONValue
    let sort: JSONValue
  }

  /// An item as the wire has it.
  struct Stored {
    let attributes: JSONObject
    let text: String
  }

  static let names = EventStoreTables(
    events: "events", journal: "journal",
    copies: .init(
      table: "copies", partitionKey: "AccountId", sortKey: "ProjectionType", latest: "AccountSummary",
      snapshotPrefix: "Snapshot#"))

  private(set) var items: [Place: Stored] = [:]
  /// Whether puts are carried out whatever stands in their place: what DynamoDB never does, for tests of those who would
  /// notice.
  var ignoresConditions = false
  /// The tokens of transactions, with what they came with and when.
  private var tokens: [String: (actions: JSONValue, time: Timestamp)] = [:]

  /// The names of a table's keys.
  static func keys(of table: String) -> (partition: String, sort: String) {
    switch table {
    case names.events: (EventItem.aggregateID, EventItem.sequence)
    case names.copies?.table: ("AccountId", "ProjectionType")
    default: ("AggregateId", "CommandId")
    }
  }

  static func place(of attributes: JSONValue?, in table: String) -> Place {
    let keys = keys(of: table)
    return Place(
      table: table, partition: attributes?[keys.partition] ?? .null, sort: attributes?[keys.sort] ?? .null)
  }

  /// Removes what the table's time to live has run out for.
  mutating func expire(at now: Timestamp) {
    items = items.filter { _, item in
      guard let expiry = item.attributes["ExpiresAt"]?["N"]?.string.flatMap({ Int64($0) }) else { return true }
      return expiry > now.seconds
    }
  }

  /// Removes an event, as nobody may who is no restore.
  mutating func lose(_ event: RecordedEvent) {
    items = items.filter { place, item in
      place.table != Self.names.events || item.attributes["EventId"]?["S"]?.string != event.eventID
    }
  }

  /// Puts an item of the read model.
  mutating func put(copy: Item, of aggregateID: AggregateID, at sortKey: String) {
    guard let copies = Self.names.copies else { return }
    var item = copy
    item[copies.partitionKey] = .string(aggregateID.text)
    item[copies.sortKey] = .string(sortKey)
    put(item.wire, in: copies.table)
  }

  private mutating func put(_ item: JSONValue?, in table: String) {
    guard let item, let attributes = item.object else { return }
    items[Self.place(of: item, in: table)] = Stored(attributes: attributes, text: item.text)
  }

  // MARK: Writes

  /// - Parameter conflict: the number of the action whose item another transaction is said to hold.
  /// - Returns: with the answer, what stood before in the places that were written.
  mutating func write(
    _ call: MemoryCall, conflict: Int? = nil, at now: Timestamp
  ) -> (answer: Answer, replaced: [(place: Place, before: Stored?)]) {
    if call.isTransaction, let token = call.token {
      if let known = tokens[token], now.milliseconds(since: known.time) < 600_000 {
        let isSame = known.actions == .array(call.puts)
        return (isSame ? .response(200, "{}") : .error("IdempotentParameterMismatchException"), [])
      }
    }
    let reasons = call.puts.enumerated().map { number, put in reason(against: put, isHeld: number == conflict) }
    if reasons.contains(where: { $0 != nil }) { return (call.refusal(reasons), []) }
    var replaced: [(place: Place, before: Stored?)] = []
    for put in call.puts {
      let place = Self.place(of: put["Item"], in: put["TableName"]?.string ?? "")
      replaced.append((place, items[place]))
      self.put(put["Item"], in: place.table)
    }
    if let token = call.token { tokens[token] = (.array(call.puts), now) }
    return (.response(200, "{}"), replaced)
  }

  /// Why a put cannot be done: a code, and the item in the way of its condition.
  private func reason(against put: JSONValue, isHeld: Bool) -> MemoryCall.Reason? {
    if isHeld { return MemoryCall.Reason(code: "TransactionConflict", item: nil) }
    guard !ignoresConditions, let condition = MemoryCondition(put) else { return nil }
    let standing = items[Self.place(of: put["Item"], in: put["TableName"]?.string ?? "")]
    if condition.holds(for: standing?.attributes) { return nil }
    return MemoryCall.Reason(code: "ConditionalCheckFailed", item: standing?.text)
  }
}
