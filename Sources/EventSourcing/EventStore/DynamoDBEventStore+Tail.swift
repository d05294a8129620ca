import DynamoDB
import Environment
import EventSourcing
import JSON

/// What a command needs before it is decided.
extension DynamoDBEventStore {
  public func loadTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> LogTail {
    var look = 1
    var suspects: [JournalEntry] = []
    while true {
      let reading = try readTail(of: aggregateID, keys: keys, deadline: deadline)
      // The log may have been read before a command and the journal behind it, also on the last look. An entry is an orphan
      // if its event does not show either to those who look once they have seen the entry.
      if reading.entriesWithoutEvents != suspects {
        suspects = reading.entriesWithoutEvents
        look = 1
      }
      if try isFinal(reading.isWhole, &look, at: aggregateID, deadline: deadline) {
        let (journal, orphans) = try sorted(reading, of: aggregateID, deadline: deadline)
        return LogTail(window: reading.window, copies: reading.copies, journal: journal, orphans: orphans)
      }
    }
  }

  private func readTail(
    of aggregateID: AggregateID, keys: [IdempotencyKey], deadline: Timestamp?
  ) throws(EventStoreError) -> TailReading {
    guard let journalTable = tables.journal, let copies = tables.copies else {
      throw EventStoreError(.unavailable, "this event store was opened without a journal and a read model")
    }
    // A copy only saves reads, so a stale one will do, and none is worth waiting for.
    var latest = GetItem(
      table: copies.table, key: Self.key(copies.latest, of: aggregateID, in: copies), consistent: false)
    latest.isDispensable = true
    let sortKeys = [JournalItem.checkpoint] + keys.map(JournalItem.sortKey(of:))
    let (log, journal, copy) = client.performTogether(
      windowQuery(aggregateID, events: LogTail.windowSize),
      BatchGetItem(table: journalTable, keys: sortKeys.map { Self.journalKey(aggregateID, $0) }, consistent: true),
      latest, deadline: deadline)
    let window = try events(from: try Self.unwrap(log).elements, of: aggregateID)
    let journalItems = try completed(try Self.unwrap(journal), in: journalTable, deadline: deadline)
    var found: [JSONObject] = journalItems.filter { $0[JournalItem.commandID]?.string == JournalItem.checkpoint }
      .map(\.json)
    if case .success(let output) = copy, let item = output.item { found.append(item.json) }
    return TailReading(
      window: window.reversed(), copies: found, entries: try entries(in: journalItems, for: keys), keys: keys,
      at: clock.now())
  }

  /// An entry counts only with its event: log and journal are two tables, which no backup takes at one moment.
  private func sorted(
    _ reading: TailReading, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(EventStoreError) -> (journal: [JournalEntry], orphans: [JournalEntry]) {
    var journal: [JournalEntry] = []
    var orphans: [JournalEntry] = []
    for entry in reading.entriesInForce {
      var isThere = !entry.events.contains { reading.holds($0) == false }
      let earlier = entry.events.filter { reading.holds($0) == nil }
      if isThere, !earlier.isEmpty { isThere = try areInLog(earlier, of: aggregateID, deadline: deadline) }
      if isThere { journal.append(entry) } else { orphans.append(entry) }
    }
    return (journal, orphans)
  }

  /// - Parameter events: in order of sequence; never empty.
  private func areInLog(
    _ events: [JournalEntry.Event], of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(EventStoreError) -> Bool {
    guard var next = events.first?.sequence, let last = events.last?.sequence else { return true }
    var found: [String] = []
    while next <= last {
      let page = try self.events(of: aggregateID, from: next, through: last, limit: events.count, deadline: deadline)
      found += page.events.map(\.eventID)
      guard page.hasMore, let reached = page.events.last?.sequence else { break }
      next = reached.next
    }
    return found == events.map(\.eventID)
  }

  // MARK: Requests

  func windowQuery(_ aggregateID: AggregateID, events: Int) -> QueryReading<StoredEventReader> {
    var query = Query(
      table: tables.events,
      keyCondition: Expression(
        "#id = :id", names: ["#id": EventItem.aggregateID], values: [":id": .string(aggregateID.text)]))
    query.forward = false
    query.limit = events
    query.consistent = true
    return QueryReading(query)
  }

  static func key(_ sortKey: String, of aggregateID: AggregateID, in copies: EventStoreTables.Copies) -> Item {
    Item([(copies.partitionKey, .string(aggregateID.text)), (copies.sortKey, .string(sortKey))])
  }

  static func journalKey(_ aggregateID: AggregateID, _ sortKey: String) -> Item {
    Item([(JournalItem.aggregateID, .string(aggregateID.text)), (JournalItem.commandID, .string(sortKey))])
  }

  // MARK: Answers

  /// A batch read may leave keys unread for lack of capacity; a journal entry must not be missed for that.
  func completed(
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
      entries.append(entry)
    }
    return entries
  }
}
