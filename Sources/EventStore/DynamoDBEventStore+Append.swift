import DynamoDB
import Environment
import EventSourcing
import JSON

extension DynamoDBEventStore {
  /// How often a write is tried that DynamoDB put off (another transaction holds an item, or this one is under way).
  private static let maximumTries = 8

  public func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome {
    let request = try AppendRequest(append, tables: tables, partitions: partitions, now: clock.now())
    var checkpoint = append.checkpoint.flatMap { checkpointPut($0, of: append) }
    var wait = 10
    for attempt in 1...Self.maximumTries {
      let result = write(request, with: checkpoint, deadline: deadline)
      checkpoint = nil
      switch result {
      case .success:
        return .appended
      case .failure(let error):
        switch try verdict(on: error, of: request, deadline: deadline) {
        case .outcome(let outcome): return outcome
        case .tryAgain where attempt < Self.maximumTries: break
        case .tryAgain: return try lookUp(request, after: error, deadline: deadline)
        }
      }
      if let deadline, deadline.milliseconds(since: clock.now()) < Int64(wait) + 500 {
        throw EventStoreError(.deadlineExceeded, "the deadline came before DynamoDB took the write")
      }
      sleeper.sleep(milliseconds: Int(randomness.unit() * Double(wait)))
      wait = min(wait * 2, 640)
    }
    throw EventStoreError(.unavailable, "DynamoDB put the write off too often")
  }

  private func write(
    _ request: AppendRequest, with checkpoint: PutItem?, deadline: Timestamp?
  ) -> Result<Void, DynamoDBError> {
    if request.isSinglePut, let put = request.events.first {
      return write(put, with: checkpoint, deadline: deadline)
    }
    return write(request.transaction, with: checkpoint, deadline: deadline)
  }

  /// The checkpoint rides along on the same round trip. What becomes of it does not matter.
  private func write<Operation: DynamoDBOperation>(
    _ operation: Operation, with checkpoint: PutItem?, deadline: Timestamp?
  ) -> Result<Void, DynamoDBError> {
    guard let checkpoint else { return client.perform([operation], deadline: deadline)[0].map { _ in } }
    return client.performTogether(operation, checkpoint, deadline: deadline).0.map { _ in }
  }

  private func checkpointPut(_ attributes: JSONObject, of append: Append) -> PutItem? {
    guard let table = tables.journal, var item = try? Item(json: attributes), let version = item["Version"] else {
      return nil
    }
    item[JournalItem.aggregateID] = .string(append.aggregateID.text)
    item[JournalItem.commandID] = .string(JournalItem.checkpoint)
    let isNews = Expression(
      "attribute_not_exists(#version) OR #version < :version", names: ["#version": "Version"],
      values: [":version": version])
    return PutItem(table: table, item: item, condition: isNews)
  }

  // MARK: What an error means

  private enum Verdict {
    case outcome(AppendOutcome)
    case tryAgain
  }

  private func verdict(
    on error: DynamoDBError, of request: AppendRequest, deadline: Timestamp?
  ) throws(EventStoreError) -> Verdict {
    switch error.kind {
    case .conditionalCheckFailed(let item?):
      return .outcome(try outcome(ofEventInTheWay: item, of: request))
    case .transactionCanceled(let reasons):
      return try verdict(on: reasons, of: request, error: error)
    case .transactionInProgress, .transactionConflict:
      return .tryAgain
    case .conditionalCheckFailed, .idempotentParameterMismatch:
      return .outcome(try lookUp(request, after: error, deadline: deadline))
    case .validation, .resourceNotFound, .accessDenied, .itemTooLarge:
      throw EventStoreError(error)
    case .throttled, .deadlineExceeded, .other:
      guard error.mayHaveExecuted else { throw EventStoreError(error) }
      return .outcome(try lookUp(request, after: error, deadline: deadline))
    }
  }

  private func verdict(
    on reasons: [CancellationReason], of request: AppendRequest, error: DynamoDBError
  ) throws(EventStoreError) -> Verdict {
    guard reasons.count == request.events.count + request.journal.count else { throw EventStoreError(error) }
    let failed = reasons.enumerated().filter { $0.element.code == .conditionalCheckFailed }
    // The journal first: where the same command was done before, the event in the way is its own.
    for (index, reason) in failed where index >= request.events.count {
      guard let entry = reason.item.flatMap({ JournalItem.entry(from: $0.json) }) else {
        throw EventStoreError(.unavailable, "the command journal's item in the way is unreadable")
      }
      let isOwn = entry.events.first?.eventID == request.append.events.first?.eventID
      return .outcome(isOwn ? .appended : .keyInUse(entry))
    }
    for (_, reason) in failed {
      guard let item = reason.item else { return .outcome(.conflict(winner: nil)) }
      return .outcome(try outcome(ofEventInTheWay: item, of: request))
    }
    let isPutOff = reasons.contains {
      [.transactionConflict, .throttled, .provisionedThroughputExceeded].contains($0.code)
    }
    guard isPutOff else { throw EventStoreError(error) }
    return .tryAgain
  }

  /// The event that stands in a place of ours is an earlier attempt of this append, or another writer's.
  private func outcome(
    ofEventInTheWay item: Item, of request: AppendRequest
  ) throws(EventStoreError) -> AppendOutcome {
    guard let standing = try events(from: [item], of: request.append.aggregateID).first else {
      return .conflict(winner: nil)
    }
    let isOwn = request.append.events.contains { $0.eventID == standing.eventID }
    return isOwn ? .appended : .conflict(winner: standing)
  }

  /// Reads what stands where the first event belongs. All of an append is written or nothing, so it speaks for all.
  private func lookUp(
    _ request: AppendRequest, after error: DynamoDBError, deadline: Timestamp?
  ) throws(EventStoreError) -> AppendOutcome {
    guard let first = request.append.events.first else { throw EventStoreError(error) }
    let key = Item([
      (EventItem.aggregateID, .string(first.aggregateID.text)), (EventItem.sequence, .number(first.sequence.value)),
    ])
    let read = client.perform([GetItem(table: tables.events, key: key, consistent: true)], deadline: deadline)[0]
    guard case .success(let output) = read, let item = output.item else {
      // Nothing is there yet, or nobody can tell: a write that was cut off may still arrive.
      throw EventStoreError(.unavailable, error.description, mayHaveExecuted: true)
    }
    return try outcome(ofEventInTheWay: item, of: request)
  }
}
