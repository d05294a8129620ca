import DynamoDB
import Environment
import EventSourcing
import JSON

/// The event store on DynamoDB. Blocking and for one thread, as the client underneath.
///
/// One item an event, never changed. What makes an append safe is the condition that its place in the log is free, and
/// that a failed condition hands back the item in the way: the same event there is this append's own earlier attempt.
public final class DynamoDBEventStore: EventStore {
  let client: DynamoDBClient
  let tables: EventStoreTables
  let shards: EventTypeShards
  let clock: any Clock
  let sleeper: any Sleeper
  let randomness: any Randomness

  public init(
    client: DynamoDBClient, tables: EventStoreTables, shards: EventTypeShards, clock: any Clock,
    sleeper: any Sleeper, randomness: any Randomness
  ) {
    self.client = client
    self.tables = tables
    self.shards = shards
    self.clock = clock
    self.sleeper = sleeper
    self.randomness = randomness
  }

  public func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail {
    guard let journalTable = tables.journal, let copies = tables.copies else {
      throw EventStoreError(.unavailable, "this event store was opened without a journal and a read model")
    }
    // A copy only saves reads, so a stale one will do, and none is worth waiting for.
    var latest = GetItem(
      table: copies.table, key: Self.key(copies.latest, of: aggregateID, in: copies), consistent: false)
    latest.isDispensable = true
    let sortKeys = [JournalItem.checkpoint] + keys.map(JournalItem.sortKey(of:))
    let (log, journal, copy) = client.performTogether(
      windowQuery(aggregateID),
      BatchGetItem(table: journalTable, keys: sortKeys.map { Self.journalKey(aggregateID, $0) }, consistent: true),
      latest, deadline: deadline)
    let window = try events(from: try Self.unwrap(log).items, of: aggregateID)
    let journalItems = try completed(try Self.unwrap(journal), in: journalTable, deadline: deadline)
    var found: [JSONObject] = journalItems.filter { $0[JournalItem.commandID]?.string == JournalItem.checkpoint }
      .map(\.json)
    if case .success(let output) = copy, let item = output.item { found.append(item.json) }
    return LogTail(window: window.reversed(), copies: found, journal: try entries(in: journalItems, for: keys))
  }

  public func journal(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> [JournalEntry] {
    guard let table = tables.journal, !keys.isEmpty else { return [] }
    let request = BatchGetItem(
      table: table, keys: keys.map { Self.journalKey(aggregateID, JournalItem.sortKey(of: $0)) }, consistent: true)
    let items = try completed(
      try Self.unwrap(client.perform([request], deadline: deadline)[0]), in: table, deadline: deadline)
    return try entries(in: items, for: keys)
  }

  public func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage {
    guard from <= through else { return EventPage(events: [], hasMore: false) }
    var query = Query(table: tables.events, keyCondition: Self.condition(aggregateID, from: from, through: through))
    query.limit = limit
    query.consistent = true
    let output = try Self.unwrap(client.perform([query], deadline: deadline)[0])
    return EventPage(
      events: try events(from: output.items, of: aggregateID), hasMore: output.lastEvaluatedKey != nil)
  }

  public func snapshot(
    of aggregateID: AggregateID, atOrBelow: SequenceNumber, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject? {
    guard let copies = tables.copies else { return nil }
    var query = Query(
      table: copies.table,
      keyCondition: Expression(
        "#id = :id AND #place BETWEEN :low AND :high",
        names: ["#id": copies.partitionKey, "#place": copies.sortKey],
        values: [
          ":id": .string(aggregateID.text), ":low": .string(copies.snapshotPrefix + SequenceNumber.zero.padded),
          ":high": .string(copies.snapshotPrefix + atOrBelow.padded),
        ]))
    query.forward = false
    query.limit = 1
    return try Self.unwrap(client.perform([query], deadline: deadline)[0]).items.first?.json
  }

  // MARK: Requests

  private func windowQuery(_ aggregateID: AggregateID) -> Query {
    var query = Query(
      table: tables.events,
      keyCondition: Expression(
        "#id = :id", names: ["#id": EventItem.aggregateID], values: [":id": .string(aggregateID.text)]))
    query.forward = false
    query.limit = LogTail.windowSize
    query.consistent = true
    return query
  }

  private static func condition(
    _ aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber
  ) -> Expression {
    Expression(
      "#id = :id AND #sequence BETWEEN :from AND :through",
      names: ["#id": EventItem.aggregateID, "#sequence": EventItem.sequence],
      values: [":id": .string(aggregateID.text), ":from": .number(from.value), ":through": .number(through.value)])
  }

  private static func key(_ sortKey: String, of aggregateID: AggregateID, in copies: EventStoreTables.Copies) -> Item {
    Item([(copies.partitionKey, .string(aggregateID.text)), (copies.sortKey, .string(sortKey))])
  }

  private static func journalKey(_ aggregateID: AggregateID, _ sortKey: String) -> Item {
    Item([(JournalItem.aggregateID, .string(aggregateID.text)), (JournalItem.commandID, .string(sortKey))])
  }

  // MARK: Answers

  /// A batch read may leave keys unread for lack of capacity; a journal entry must not be missed for that.
  private func completed(
    _ output: BatchGetItem.Output, in table: String, deadline: Timestamp?
  ) throws(EventStoreError) -> [Item] {
    if output.unprocessedKeys.isEmpty { return output.items }
    do {
      return output.items
        + (try client.getAll(output.unprocessedKeys, table: table, consistent: true, deadline: deadline))
    } catch {
      throw EventStoreError(error)
    }
  }

  private func entries(in items: [Item], for keys: [IdempotencyKey]) throws(EventStoreError) -> [JournalEntry] {
    var entries: [JournalEntry] = []
    for key in keys {
      let sortKey = JournalItem.sortKey(of: key)
      guard let item = items.first(where: { $0[JournalItem.commandID] == .string(sortKey) }) else { continue }
      guard let entry = JournalItem.entry(from: item.json) else {
        throw EventStoreError(
          .unavailable, "the command journal's item under \(key.text.debugDescription) is unreadable")
      }
      if entry.isInForce(at: clock.now()) { entries.append(entry) }
    }
    return entries
  }

  func events(from items: [Item], of aggregateID: AggregateID) throws(EventStoreError) -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    events.reserveCapacity(items.count)
    for item in items {
      do {
        events.append(try EventItem.event(from: item.json))
      } catch {
        let sequence = item[EventItem.sequence]?.int.flatMap(SequenceNumber.init) ?? .zero
        throw .corrupt(aggregateID, at: sequence, error.description)
      }
    }
    return events
  }

  static func unwrap<Value>(_ result: Result<Value, DynamoDBError>) throws(EventStoreError) -> Value {
    switch result {
    case .success(let value): return value
    case .failure(let error): throw EventStoreError(error)
    }
  }
}
