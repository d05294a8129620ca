import DynamoDB
import Environment
import EventSourcing

extension DynamoDBEventStore {
  /// One conditional put. What stands in its way may be this very refusal: put by an attempt whose answer was lost, or by
  /// another run of the same command.
  public func settle(
    _ refusal: JournalEntry, over orphans: [JournalEntry], deadline: Timestamp?
  ) throws(EventStoreError) -> Bool {
    guard let table = tables.journal else {
      throw EventStoreError(.unavailable, "this event store was opened without a command journal")
    }
    let put = PutItem(
      table: table, item: try AppendRequest.item(JournalItem.attributes(of: refusal)),
      condition: AppendRequest.keyIsFree(for: refusal, over: orphans, at: clock.now()))
    var conflicts = 0
    while true {
      guard case .failure(let error) = client.perform([put], deadline: deadline)[0] else { return true }
      switch error.kind {
      case .conditionalCheckFailed(let item):
        guard let standing = item.flatMap({ JournalItem.entry(from: $0.json) }) else { return false }
        return standing.refusal == refusal.refusal && standing.requestHash == refusal.requestHash
      case .transactionConflict:
        conflicts += 1
        if conflicts < Self.maximumTries, retry.pause(afterConflict: conflicts, deadline: deadline) { continue }
      default: break
      }
      throw EventStoreError(error)
    }
  }
}
