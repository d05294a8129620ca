import DynamoDB
import Environment
import EventSourcing
import JSON

/// What the projection needs of several aggregates at once.
extension DynamoDBEventStore: ProjectionLog {
  public func projectionTails(
    of aggregateIDs: [AggregateID], events: Int, deadline: Timestamp?
  ) -> [ProjectionTail] {
    var tails = read(aggregateIDs, events, deadline: deadline)
    var look = 1
    while true {
      let torn = tails.indices.filter { !tails[$0].isWhole }
      guard let first = torn.first else { return tails }
      do {
        if try isFinal(false, &look, at: aggregateIDs[first], deadline: deadline) { return tails }
      } catch {
        for place in torn { tails[place] = ProjectionTail(window: .failure(error), summary: tails[place].summary) }
        return tails
      }
      let again = read(torn.map { aggregateIDs[$0] }, events, deadline: deadline)
      for (place, tail) in zip(torn, again) { tails[place] = tail }
    }
  }

  private func read(_ aggregateIDs: [AggregateID], _ events: Int, deadline: Timestamp?) -> [ProjectionTail] {
    guard let copies = tables.copies else {
      let error = EventStoreError(.unavailable, "this event store was opened without a read model")
      return aggregateIDs.map { _ in ProjectionTail(window: .failure(error), summary: .failure(error)) }
    }
    let keys = aggregateIDs.map { Self.key(copies.latest, of: $0, in: copies) }
    let batches = stride(from: 0, to: keys.count, by: DynamoDBLimits.batchKeys).map {
      BatchGetItem(
        table: copies.table, keys: Array(keys[$0..<min($0 + DynamoDBLimits.batchKeys, keys.count)]), consistent: true)
    }
    let (windows, answers) = client.performTogether(
      all: aggregateIDs.map { windowQuery($0, events: events) }, batches, deadline: deadline)
    let summaries = summaries(in: answers, of: aggregateIDs, copies, deadline: deadline)
    return aggregateIDs.indices.map { place in
      ProjectionTail(window: window(windows[place], of: aggregateIDs[place]), summary: summaries[place])
    }
  }

  private func window(
    _ result: Result<QueryReading<StoredEventReader>.Output, DynamoDBError>, of aggregateID: AggregateID
  ) -> Result<[RecordedEvent], EventStoreError> {
    do throws(EventStoreError) {
      return .success(try events(from: try Self.unwrap(result).elements, of: aggregateID).reversed())
    } catch {
      return .failure(error)
    }
  }

  /// What the table had no capacity for is asked for again, and fails for itself alone.
  private func summaries(
    in answers: [Result<BatchGetItem.Output, DynamoDBError>], of aggregateIDs: [AggregateID],
    _ copies: EventStoreTables.Copies, deadline: Timestamp?
  ) -> [Result<JSONObject?, EventStoreError>] {
    var found: [AggregateID: JSONObject] = [:]
    var failed: [AggregateID: EventStoreError] = [:]
    func owner(_ item: Item) -> AggregateID? { item[copies.partitionKey]?.string.flatMap { try? AggregateID($0) } }
    func note(_ items: [Item]) {
      for item in items { if let owner = owner(item) { found[owner] = item.json } }
    }
    for (number, answer) in answers.enumerated() {
      switch answer {
      case .failure(let error):
        let rest = aggregateIDs.dropFirst(number * DynamoDBLimits.batchKeys)
        for aggregateID in rest.prefix(DynamoDBLimits.batchKeys) { failed[aggregateID] = EventStoreError(error) }
      case .success(let output):
        note(output.items)
        if output.unprocessedKeys.isEmpty { continue }
        do {
          note(
            try client.getAll(output.unprocessedKeys, table: copies.table, consistent: true, deadline: deadline))
        } catch {
          for key in output.unprocessedKeys { if let owner = owner(key) { failed[owner] = EventStoreError(error) } }
        }
      }
    }
    return aggregateIDs.map { aggregateID in
      failed[aggregateID].map { .failure($0) } ?? .success(found[aggregateID])
    }
  }
}

extension ProjectionTail {
  /// Whether no batch shows in part.
  fileprivate var isWhole: Bool {
    guard case .success(let window) = window else { return true }
    return EventRun(window, from: nil, isEnd: true).isWhole
  }
}
