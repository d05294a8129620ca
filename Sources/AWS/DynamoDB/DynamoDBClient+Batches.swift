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
    if let error = writeEach(writes, table: table, deadline: deadline).error { throw error }
  }

  /// The same, each write for itself: one that fails keeps no other from being done.
  ///
  /// Where the table has no capacity for all at once, those that come first are done first: with too little time for all,
  /// they are done, and not some of each.
  ///
  /// - Returns: what was not done, or not for certain, and the last error of it; nothing and nil if all was done.
  public func writeEach(
    _ writes: [BatchWriteItem.Write], table: String, deadline: Timestamp?
  ) -> (undone: [BatchWriteItem.Write], error: DynamoDBError?) {
    var failed: (undone: [BatchWriteItem.Write], error: DynamoDBError?) = ([], nil)
    var rest = writes[...]
    var failures = 0
    var isShort = false
    while !rest.isEmpty {
      let sent = isShort ? rest.prefix(DynamoDBLimits.batchWrites) : rest
      let batches = Self.split(Array(sent), DynamoDBLimits.batchWrites)
      let results = perform(batches.map { BatchWriteItem(table: table, writes: $0) }, deadline: deadline)
      var left: [BatchWriteItem.Write] = []
      var isProgress = false
      for (batch, result) in zip(batches, results) {
        switch result {
        case .success(let output):
          left += output.unprocessed
          isProgress = isProgress || output.unprocessed.count < batch.count
        case .failure(let error) where error.isThrottling: left += batch
        case .failure(let error): failed = (failed.undone + batch, error)
        }
      }
      failures = isProgress ? 1 : failures + 1
      isShort = isShort || !left.isEmpty
      rest = left + rest.dropFirst(sent.count)
      if !left.isEmpty && !client.backOff(after: failures, deadline: deadline) {
        return (failed.undone + rest, DynamoDBError(unprocessed: rest.count, attempts: failures))
      }
    }
    return failed
  }

  /// Reads any number of items of one table by their keys, in no order, and asks again for what was left out.
  public func getAll(
    _ keys: [Item], table: String, consistent: Bool, deadline: Timestamp?
  ) throws(DynamoDBError) -> [Item] {
    var items: [Item] = []
    var rest = keys
    var failures = 0
    while !rest.isEmpty {
      let operations = Self.split(rest, DynamoDBLimits.batchKeys).map {
        BatchGetItem(table: table, keys: $0, consistent: consistent)
      }
      var left: [Item] = []
      for result in perform(operations, deadline: deadline) {
        let output = try result.get()
        items += output.items
        left += output.unprocessedKeys
      }
      failures = left.count < rest.count ? 1 : failures + 1
      rest = left
      if !rest.isEmpty && !client.backOff(after: failures, deadline: deadline) {
        throw DynamoDBError(unprocessed: rest.count, attempts: failures)
      }
    }
    return items
  }

  private static func split<Element>(_ elements: [Element], _ size: Int) -> [[Element]] {
    stride(from: 0, to: elements.count, by: size).map { Array(elements[$0..<min($0 + size, elements.count)]) }
  }
}

extension DynamoDBError {
  fileprivate var isThrottling: Bool { if case .throttled = kind { true } else { false } }

  fileprivate init(unprocessed count: Int, attempts: Int) {
    let error = ServiceError(
      code: "ProvisionedThroughputExceededException", message: "\(count) of the batch left unprocessed", status: 200)
    self.init(AWSError(kind: .service(error), call: "dynamodb batch", attempts: attempts, mayHaveExecuted: false))
  }
}
