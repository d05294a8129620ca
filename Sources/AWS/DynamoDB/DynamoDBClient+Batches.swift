import AWSCore
import Environment

extension DynamoDBClient {
  /// Puts and deletes any number of items of one table, as many batches at once as it takes, and sends again what the
  /// table had no capacity for.
  ///
  /// Not all or nothing: after an error any of the writes may have been done. No key may occur twice.
  public func writeAll(
    _ writes: [BatchWriteItem.Write], table: String, deadline: Timestamp?
  ) throws(DynamoDBError) {
    try repeatUntilDone(writes, batchSize: DynamoDBLimits.batchWrites, deadline: deadline) {
      (batches) throws(DynamoDBError) in
      let operations = batches.map { BatchWriteItem(table: table, writes: $0) }
      var rest: [BatchWriteItem.Write] = []
      for result in perform(operations, deadline: deadline) { rest += try result.get().unprocessed }
      return rest
    }
  }

  /// Reads any number of items of one table by their keys, in no order, and asks again for what was left out.
  public func getAll(
    _ keys: [Item], table: String, consistent: Bool, deadline: Timestamp?
  ) throws(DynamoDBError) -> [Item] {
    var items: [Item] = []
    try repeatUntilDone(keys, batchSize: DynamoDBLimits.batchKeys, deadline: deadline) {
      (batches) throws(DynamoDBError) in
      let operations = batches.map { BatchGetItem(table: table, keys: $0, consistent: consistent) }
      var rest: [Item] = []
      for result in perform(operations, deadline: deadline) {
        let output = try result.get()
        items += output.items
        rest += output.unprocessedKeys
      }
      return rest
    }
    return items
  }

  /// - Parameter attempt: takes batches, gives back what was left undone.
  private func repeatUntilDone<Element>(
    _ elements: [Element], batchSize: Int, deadline: Timestamp?,
    _ attempt: ([[Element]]) throws(DynamoDBError) -> [Element]
  ) throws(DynamoDBError) {
    var rest = elements
    var failures = 0
    while !rest.isEmpty {
      let batches = stride(from: 0, to: rest.count, by: batchSize).map {
        Array(rest[$0..<min($0 + batchSize, rest.count)])
      }
      let left = try attempt(batches)
      failures = left.count < rest.count ? 1 : failures + 1
      rest = left
      if !rest.isEmpty && !client.backOff(after: failures, deadline: deadline) {
        throw DynamoDBError(unprocessed: rest.count, attempts: failures)
      }
    }
  }
}

extension DynamoDBError {
  fileprivate init(unprocessed count: Int, attempts: Int) {
    let error = ServiceError(
      code: "ProvisionedThroughputExceededException", message: "\(count) of the batch left unprocessed", status: 200)
    self.init(AWSError(kind: .service(error), call: "dynamodb batch", attempts: attempts, mayHaveExecuted: false))
  }
}
