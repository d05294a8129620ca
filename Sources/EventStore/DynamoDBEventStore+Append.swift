import DynamoDB
import Environment
import EventSourcing
import JSON

extension DynamoDBEventStore {
  /// How often a write is tried that DynamoDB put off (another transaction holds an item, or this one is under way).
  private static let maximumTries = 8
  /// The bound of the first wait between tries, in milliseconds; it doubles up to 64 times that.
  private static let firstWait = 10

  public func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome {
    let request = try AppendRequest(append, tables: tables, shards: shards, now: clock.now())
    var checkpoint = append.checkpoint.flatMap { checkpointPut($0, of: append) }
    var isInDoubt = false
    var attempt = 1
    while true {
      guard case .failure(let error) = write(request, with: checkpoint, deadline: deadline) else { return .appended }
      checkpoint = nil
      // What one try leaves open, a definite answer to a later one does not settle: it may still arrive.
      isInDoubt = isInDoubt || error.mayHaveExecuted
      let failure = WriteFailure(error: error, isInDoubt: isInDoubt)
      switch try verdict(on: failure, of: request, deadline: deadline) {
      case .outcome(let outcome): return outcome
      case .tryAgain where attempt < Self.maximumTries && pause(after: attempt, deadline: deadline): attempt += 1
      // Whoever kept this write from its place may stand there by now.
      case .tryAgain:
        return try lookUp(request, after: error, mayHaveExecuted: failure.isInDoubt, deadline: deadline)
      }
    }
  }

  /// Waits before a write is tried again that DynamoDB put off.
  ///
  /// - Returns: false, without waiting, where the deadline is too near for that.
  private func pause(after attempt: Int, deadline: Timestamp?) -> Bool {
    let bound = Self.firstWait << min(attempt - 1, 6)
    if let deadline, deadline.milliseconds(since: clock.now()) < Int64(bound) + 500 { return false }
    sleeper.sleep(milliseconds: Int(randomness.unit() * Double(bound)))
    return true
  }

  private func write(
    _ request: AppendRequest, with checkpoint: PutItem?, deadline: Timestamp?
  ) -> Result<Void, DynamoDBError> {
    if request.isSinglePut, let put = request.events.first {
      return write(put, with: checkpoint, deadline: deadline)
    }
    return write(request.transaction, with: checkpoint, deadline: deadline)
  }

  /// The checkpoint rides along on the same round trip. What becomes of it does not matter, so nobody waits for it.
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
    var put = PutItem(table: table, item: item, condition: isNews)
    put.isDispensable = true
    return put
  }
}
