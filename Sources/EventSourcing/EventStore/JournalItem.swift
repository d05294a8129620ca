import Environment
import EventSourcing
import JSON

/// How an entry stands in the command journal's table.
///
/// Key `AggregateId` (S), `CommandId` (S): `Command#` and the idempotency key of a caller, or `Process#` and that of a
/// process. The aggregate's checkpoint stands under `Checkpoint`, which no idempotency key can name.
enum JournalItem {
  static let aggregateID = "AggregateId"
  static let commandID = "CommandId"
  static let expiresAt = "ExpiresAt"
  static let checkpoint = "Checkpoint"
  static let events = "Events"
  static let eventID = "EventId"

  private static func prefix(ofProcess isOfProcess: Bool) -> String { isOfProcess ? "Process#" : "Command#" }

  static func sortKey(of key: IdempotencyKey) -> String { prefix(ofProcess: key.isOfProcess) + key.text }

  /// By bytes: a key may begin with a combining mark, which to Swift's characters would be one with the prefix's end.
  private static func key(fromSortKey sortKey: String) -> IdempotencyKey? {
    for isOfProcess in [false, true] {
      let prefix = prefix(ofProcess: isOfProcess)
      guard sortKey.utf8.starts(with: prefix.utf8) else { continue }
      let text = String(decoding: sortKey.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
      return try? IdempotencyKey(text, isOfProcess: isOfProcess)
    }
    return nil
  }

  static func attributes(of entry: JournalEntry) -> JSONObject {
    var members: [(String, JSONValue)] = [
      (aggregateID, .string(entry.aggregateID.text)),
      (commandID, .string(sortKey(of: entry.key))),
      ("RequestHash", .string(entry.requestHash)),
      ("Timestamp", .string(entry.timestamp.rfc3339)),
      (events, .array(entry.events.map { .object(attributes(of: $0)) })),
    ]
    if let refusal = entry.refusal {
      members.append(("Refusal", ["Rule": .string(refusal.rule), "Message": .string(refusal.message)]))
    }
    // Whole seconds, as the table's TTL wants it.
    if let expiry = entry.expiresAt { members.append((expiresAt, .number(JSONNumber(Int(expiry.seconds))))) }
    return JSONObject(members)
  }

  private static func attributes(of event: JournalEntry.Event) -> JSONObject {
    JSONObject([
      (eventID, .string(event.eventID)), ("EventSequence", .number(JSONNumber(event.sequence.value))),
      ("EventType", .string(event.type)),
    ])
  }

  /// - Returns: nil for an item that is not of the form that ``attributes(of:)`` writes.
  static func entry(from attributes: JSONObject) -> JournalEntry? {
    guard
      let aggregateID = attributes[aggregateID]?.string.flatMap({ try? AggregateID($0) }),
      let key = attributes[commandID]?.string.flatMap(key(fromSortKey:)),
      let requestHash = attributes["RequestHash"]?.string,
      let timestamp = attributes["Timestamp"]?.string.flatMap(Timestamp.init(rfc3339:)),
      let items = attributes[Self.events]?.array
    else { return nil }
    let events = items.compactMap(event(from:))
    let refusal = attributes["Refusal"].flatMap(refusal(from:))
    guard events.isEmpty == (refusal != nil), events.count == items.count else { return nil }
    let expiry = attributes[expiresAt]?.number?.int.map { Timestamp(seconds: Int64($0), nanoseconds: 0) }
    return JournalEntry(
      aggregateID: aggregateID, key: key, requestHash: requestHash, events: events, refusal: refusal,
      timestamp: timestamp, expiresAt: expiry)
  }

  private static func refusal(from value: JSONValue) -> SettledRefusal? {
    guard let rule = value["Rule"]?.string, let message = value["Message"]?.string else { return nil }
    return SettledRefusal(rule: rule, message: message)
  }

  private static func event(from value: JSONValue) -> JournalEntry.Event? {
    guard
      let eventID = value[Self.eventID]?.string, let type = value["EventType"]?.string,
      let sequence = value["EventSequence"]?.number?.int.flatMap(SequenceNumber.init)
    else { return nil }
    return JournalEntry.Event(eventID: eventID, sequence: sequence, type: type)
  }
}
