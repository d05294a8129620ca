import DynamoDB
import Environment
import EventSourcing
import JSON

/// An append as the actions that DynamoDB will carry out, checked against its limits before anything is sent.
struct AppendRequest {
  let append: Append
  /// The events' puts, in order.
  let events: [PutItem]
  /// The journal's puts, in order.
  let journal: [PutItem]

  /// - Throws: ``EventStoreError`` of kind `tooLarge` with the measured size, or `unstorable` with the path of a value.
  init(
    _ append: Append, tables: EventStoreTables, shards: EventTypeShards, now: Timestamp
  ) throws(EventStoreError) {
    self.append = append
    var events: [PutItem] = []
    for event in append.events {
      let item = try Self.item(EventItem.attributes(of: event, shards: shards))
      events.append(PutItem(table: tables.events, item: item, condition: Self.placeIsFree))
    }
    self.events = events
    var journal: [PutItem] = []
    for entry in append.journal {
      guard let table = tables.journal else {
        throw EventStoreError(.unavailable, "this event store was opened without a command journal")
      }
      let item = try Self.item(JournalItem.attributes(of: entry))
      let condition = Self.keyIsFree(for: entry, over: append.orphans, at: now)
      journal.append(PutItem(table: table, item: item, condition: condition))
    }
    self.journal = journal
    try checkLimits()
  }

  /// One conditional put needs no transaction, which costs twice as much.
  var isSinglePut: Bool { events.count == 1 && journal.isEmpty }

  /// The transaction of all puts. Its token makes a repetition within ten minutes a success without a second write: the
  /// last event's hash, which the chain makes a name for all of them, as far as a token may be long (36 characters).
  var transaction: TransactWriteItems {
    let name = append.events.last.map { String(decoding: $0.hash.text.utf8.prefix(36), as: UTF8.self) }
    return TransactWriteItems((events + journal).map { .put($0) }, clientRequestToken: name)
  }

  private static let placeIsFree = Expression(
    "attribute_not_exists(#id)", names: ["#id": EventItem.aggregateID])

  /// An expired entry is absent, whether or not the table has dropped it yet, and so is one without its event.
  static func keyIsFree(for entry: JournalEntry, over orphans: [JournalEntry], at now: Timestamp) -> Expression {
    let orphan = orphans.first { $0.key == entry.key }?.events.first?.eventID
    let isOrphan = orphan == nil ? "" : " OR #events[0].#event = :orphan"
    var names = ["#id": JournalItem.aggregateID, "#expiry": JournalItem.expiresAt]
    var values: AttributeMap = [":now": .number(Int(now.seconds))]
    if let orphan {
      names["#events"] = JournalItem.events
      names["#event"] = JournalItem.eventID
      values[":orphan"] = .string(orphan)
    }
    return Expression("attribute_not_exists(#id) OR #expiry <= :now\(isOrphan)", names: names, values: values)
  }

  static func item(_ attributes: JSONObject) throws(EventStoreError) -> Item {
    do {
      return try Item(json: attributes)
    } catch {
      throw EventStoreError(.unstorable(path: error.path), error.description)
    }
  }

  private func checkLimits() throws(EventStoreError) {
    let actions = events.count + journal.count
    if actions > DynamoDBLimits.transactionActions {
      throw .tooLarge("actions in one transaction", size: actions, limit: DynamoDBLimits.transactionActions)
    }
    for (put, event) in zip(events, append.events) where put.item.size > DynamoDBLimits.itemSize {
      throw .tooLarge("bytes in event \(event.sequence)", size: put.item.size, limit: DynamoDBLimits.itemSize)
    }
    let total = transaction.size
    if total > DynamoDBLimits.transactionSize {
      throw .tooLarge("bytes in one transaction", size: total, limit: DynamoDBLimits.transactionSize)
    }
  }
}

extension EventStoreError {
  fileprivate static func tooLarge(_ what: String, size: Int, limit: Int) -> EventStoreError {
    EventStoreError(
      .tooLarge(what: what, size: size, limit: limit), "\(size) \(what), and at most \(limit) are possible")
  }
}
