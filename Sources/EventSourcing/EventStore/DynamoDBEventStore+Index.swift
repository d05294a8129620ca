import DynamoDB
import Environment
import EventSourcing

extension DynamoDBEventStore: EventIndex {
  public func partitions(of type: String) -> [String] { shards.keys(of: type) }

  public func pages(
    _ requests: [EventIndexRequest], deadline: Timestamp?
  ) throws(EventStoreError) -> [EventIndexPage] {
    var pages: [EventIndexPage] = []
    pages.reserveCapacity(requests.count)
    for (request, result) in zip(requests, client.perform(requests.map(query), deadline: deadline)) {
      pages.append(try Self.page(Self.unwrap(result), of: request.partition))
    }
    return pages
  }

  private func query(_ request: EventIndexRequest) -> QueryReading<StoredEventReader> {
    var query = Query(
      table: tables.events, index: EventItem.indexName,
      keyCondition: Expression(
        "#type = :type AND #time BETWEEN :low AND :high",
        names: ["#type": EventItem.eventType, "#time": EventItem.timestamp],
        values: [
          ":type": .string(request.partition), ":low": .string(request.times.low), ":high": .string(request.times.high),
        ]))
    query.forward = request.forward
    query.limit = request.limit
    query.exclusiveStartKey = request.after.map(Self.key(of:))
    return QueryReading(query)
  }

  private static func page(
    _ output: QueryReading<StoredEventReader>.Output, of partition: String
  ) throws(EventStoreError) -> EventIndexPage {
    var entries: [EventIndexEntry] = []
    entries.reserveCapacity(output.elements.count)
    for element in output.elements {
      switch element {
      case .event(let event): entries.append(.event(event, at: EventPosition(of: event, in: partition)))
      case .unreadable(let error, let item): entries.append(.unreadable(error, at: try position(item)))
      }
    }
    return EventIndexPage(
      entries: entries, next: try output.lastEvaluatedKey.map { key throws(EventStoreError) in try position(key) })
  }

  private static func key(of position: EventPosition) -> Item {
    Item([
      (EventItem.aggregateID, .string(position.aggregateID)),
      (EventItem.sequence, .number(position.sequence)),
      (EventItem.eventType, .string(position.partition)),
      (EventItem.timestamp, .string(position.timestamp)),
    ])
  }

  /// Every item of the index has these four, of these types: they are the keys of the table and of the index.
  private static func position(_ item: Item) throws(EventStoreError) -> EventPosition {
    guard
      let aggregateID = item[EventItem.aggregateID]?.string, let sequence = item[EventItem.sequence]?.number,
      let partition = item[EventItem.eventType]?.string, let timestamp = item[EventItem.timestamp]?.string
    else { throw EventStoreError(.unavailable, "the index answered with a key that is not one of its own") }
    return EventPosition(partition: partition, aggregateID: aggregateID, sequence: sequence, timestamp: timestamp)
  }
}
