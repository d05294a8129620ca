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
  let retry: ConflictRetry

  public init(
    client: DynamoDBClient, tables: EventStoreTables, shards: EventTypeShards, clock: any Clock,
    sleeper: any Sleeper, randomness: any Randomness
  ) {
    self.client = client
    self.tables = tables
    self.shards = shards
    self.clock = clock
    retry = ConflictRetry(clock: clock, sleeper: sleeper, randomness: randomness)
  }

  public func events(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(EventStoreError) -> EventPage {
    // No event stands before the first.
    let from = max(from, .zero.next)
    guard from <= through else { return EventPage(events: [], hasMore: false) }
    var query = Query(table: tables.events, keyCondition: Self.condition(aggregateID, from: from, through: through))
    query.limit = limit
    query.consistent = true
    var look = 1
    while true {
      let output = try Self.unwrap(client.perform([QueryReading<StoredEventReader>(query)], deadline: deadline)[0])
      let events = try events(from: output.elements, of: aggregateID, beginning: from)
      let hasMore = output.lastEvaluatedKey != nil
      let run = EventRun(events, from: from, isEnd: !hasMore && events.last?.sequence != through)
      if try isFinal(run.isWhole, &look, at: aggregateID, deadline: deadline) {
        return EventPage(events: hasMore ? run.upToOpenBatch : events, hasMore: hasMore)
      }
    }
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

  private static func condition(
    _ aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber
  ) -> Expression {
    Expression(
      "#id = :id AND #sequence BETWEEN :from AND :through",
      names: ["#id": EventItem.aggregateID, "#sequence": EventItem.sequence],
      values: [":id": .string(aggregateID.text), ":from": .number(from.value), ":through": .number(through.value)])
  }

  // MARK: Answers

  /// How often, at the most, what shows in part is read before it is taken as it is. The waits between add up to a second
  /// or two: a transaction that is being carried out is over in milliseconds.
  private static let maximumLooks = 9

  /// Whether what was read can be handed out: it is whole, or was looked at often enough. If not, waits before the next
  /// look.
  ///
  /// - Throws: ``EventStoreError`` of kind `deadlineExceeded` where too little time is left for another look.
  func isFinal(
    _ isWhole: Bool, _ look: inout Int, at aggregateID: AggregateID, deadline: Timestamp?
  ) throws(EventStoreError) -> Bool {
    if isWhole || look >= Self.maximumLooks { return true }
    guard retry.pause(afterConflict: look, deadline: deadline) else {
      throw EventStoreError(
        .deadlineExceeded, "the log of \(aggregateID.text.debugDescription) was seen in part until the time was over")
    }
    look += 1
    return false
  }

  /// - Parameter beginning: where a reading in order began: then an item whose sequence is none is named by the place where
  ///   an event would have come.
  /// - Throws: ``EventStoreError`` of kind `corrupt` for the first that cannot be read.
  func events(
    from stored: [StoredEvent], of aggregateID: AggregateID, beginning: SequenceNumber? = nil
  ) throws(EventStoreError) -> [RecordedEvent] {
    var events: [RecordedEvent] = []
    events.reserveCapacity(stored.count)
    for element in stored {
      switch element {
      case .event(let event): events.append(event)
      case .unreadable(let error, let item):
        let expected = beginning.map { events.last?.sequence.next ?? $0 }
        let sequence = item[EventItem.sequence]?.int.flatMap(SequenceNumber.init) ?? expected ?? .zero
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
