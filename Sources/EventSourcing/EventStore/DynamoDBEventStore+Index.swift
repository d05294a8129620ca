import DynamoDB
import Environment
import EventSourcing

extension DynamoDBEventStore: EventIndex {
  public func partitions(of type: String) -> [String] { shards.keys(of: type) }

  public func events(
    inPartition partition: String, from: Timestamp?, through: Timestamp?, forward: Bool, limit: Int,
    after: EventPosition?, deadline: Timestamp?
  ) throws(EventStoreError) -> EventIndexPage {
    guard let bounds = Self.bounds(from: from, through: through) else { return EventIndexPage(events: [], next: nil) }
    var query = Query(
      table: tables.events, index: EventItem.indexName, keyCondition: Self.condition(partition, bounds))
    query.forward = forward
    query.limit = limit
    query.exclusiveStartKey = after.map(Self.key(of:))
    let output = try Self.unwrap(client.perform([query], deadline: deadline)[0])
    var events: [RecordedEvent] = []
    for item in output.items {
      do {
        events.append(try EventItem.event(from: item.json))
      } catch {
        throw EventStoreError(
          .unavailable, "an event in the index under \(partition.debugDescription) is unreadable: \(error)")
      }
    }
    return EventIndexPage(
      events: events, next: try output.lastEvaluatedKey.map { key throws(EventStoreError) in try Self.position(key) })
  }

  /// Text order is time order. The end stands behind every time that can be written.
  ///
  /// - Returns: nil where no time lies between.
  private static func bounds(from: Timestamp?, through: Timestamp?) -> ClosedRange<String>? {
    let end = "9999-12-31T23:59:59.999999Z"
    guard let low = from == nil ? "0" : from?.rfc3339Ceiling else { return nil }
    let high = through?.rfc3339 ?? end
    return low <= high ? low...high : nil
  }

  private static func condition(_ partition: String, _ bounds: ClosedRange<String>) -> Expression {
    Expression(
      "#type = :type AND #time BETWEEN :low AND :high",
      names: ["#type": EventItem.eventType, "#time": EventItem.timestamp],
      values: [
        ":type": .string(partition), ":low": .string(bounds.lowerBound), ":high": .string(bounds.upperBound),
      ])
  }

  private static func key(of position: EventPosition) -> Item {
    Item([
      (EventItem.aggregateID, .string(position.aggregateID.text)),
      (EventItem.sequence, .number(position.sequence.value)),
      (EventItem.eventType, .string(position.partition)),
      (EventItem.timestamp, .string(position.timestamp.rfc3339)),
    ])
  }

  private static func position(_ key: Item) throws(EventStoreError) -> EventPosition {
    guard
      let aggregateID = key[EventItem.aggregateID]?.string.flatMap({ try? AggregateID($0) }),
      let sequence = key[EventItem.sequence]?.int.flatMap(SequenceNumber.init),
      let partition = key[EventItem.eventType]?.string,
      let timestamp = key[EventItem.timestamp]?.string.flatMap(Timestamp.init(rfc3339:))
    else { throw EventStoreError(.unavailable, "the index answered with a key that is not one of its own") }
    return EventPosition(partition: partition, aggregateID: aggregateID, sequence: sequence, timestamp: timestamp)
  }
}
