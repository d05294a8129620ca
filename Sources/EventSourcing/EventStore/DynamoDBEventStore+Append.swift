import DynamoDB
import Environment
import EventSourcing
import JSON

extension DynamoDBEventStore {
  /// How often a write is tried that another transaction keeps from its place.
  static let maximumTries = 8

  public func append(_ append: Append, deadline: Timestamp?) throws(EventStoreError) -> AppendOutcome {
    let request = try AppendRequest(append, tables: tables, shards: shards, now: clock.now())
    var checkpoint = append.checkpoint.flatMap { checkpointPut($0, of: append.aggregateID) }
    var isInDoubt = false
    var conflicts = 0
    var throttling = ThrottledRetry()
    while true {
      guard case .failure(let error) = write(request, with: checkpoint, deadline: deadline) else {
        client.release(throttling)
        return .appended
      }
      checkpoint = nil
      // What one try leaves open, a definite answer to a later one does not settle: it may still arrive.
      isInDoubt = isInDoubt || error.mayHaveExecuted
      let failure = WriteFailure(error: error, isInDoubt: isInDoubt)
      switch try verdict(on: failure, of: request, deadline: deadline) {
      case .outcome(let outcome): return outcome
      case .conflict:
        conflicts += 1
        guard conflicts < Self.maximumTries, retry.pause(afterConflict: conflicts, deadline: deadline) else {
          // The other transaction may have taken the place by now.
          return try lookUp(request, after: failure, deadline: deadline)
        }
      case .throttled:
        let latest = deadline?.adding(milliseconds: -ConflictRetry.reserve)
        guard client.waitBeforeRetry(of: &throttling, deadline: latest) else {
          return try settle(request, after: failure, deadline: deadline)
        }
      }
    }
  }

  private func write(
    _ request: AppendRequest, with checkpoint: PutItem?, deadline: Timestamp?
  ) -> Result<Void, DynamoDBError> {
    if request.isSinglePut, let put = request.events.first {
      return write(put, with: checkpoint, deadline: deadline)
    }
    return write(request.transaction, with: checkpoint, deadline: deadline)
  }

  /// The checkpoint rides along on the same round trip.
  private func write<Operation: DynamoDBOperation>(
    _ operation: Operation, with checkpoint: PutItem?, deadline: Timestamp?
  ) -> Result<Void, DynamoDBError> {
    guard let checkpoint else { return client.perform([operation], deadline: deadline)[0].map { _ in } }
    return client.performTogether(operation, checkpoint, deadline: deadline).0.map { _ in }
  }
}
