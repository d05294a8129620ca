import AWSCore
import Environment
import JSON

/// Calls DynamoDB. Blocking and for one thread, as the client underneath.
public final class DynamoDBClient {
  let client: AWSClient

  public init(client: AWSClient) {
    self.client = client
  }

  /// Carries out one operation.
  public func perform<Operation: DynamoDBOperation>(
    _ operation: Operation, deadline: Timestamp?
  ) throws(DynamoDBError) -> Operation.Output {
    try perform([operation], deadline: deadline)[0].get()
  }

  /// Carries out several operations of one kind at once, one result for each, in their order.
  public func perform<Operation: DynamoDBOperation>(
    _ operations: [Operation], deadline: Timestamp?
  ) -> [Result<Operation.Output, DynamoDBError>] {
    let readers = operations.map { OutputReader($0) }
    return zip(readers, client.call(readers.map { $0.call }, deadline: deadline)).map { $0.result($1) }
  }

  /// Carries out operations of different kinds at once, one result for each, in their order.
  public func performTogether<each Operation: DynamoDBOperation>(
    _ operations: repeat each Operation, deadline: Timestamp?
  ) -> (repeat Result<(each Operation).Output, DynamoDBError>) {
    let readers = (repeat OutputReader(each operations))
    var calls: [AWSCall] = []
    for reader in repeat each readers { calls.append(reader.call) }
    var results = client.call(calls, deadline: deadline)[...]
    return (repeat (each readers).result(results.removeFirst()))
  }

  /// Carries out any number of operations of two kinds at once, one result for each, in their order.
  public func performTogether<First: DynamoDBOperation, Second: DynamoDBOperation>(
    all first: [First], _ second: [Second], deadline: Timestamp?
  ) -> (first: [Result<First.Output, DynamoDBError>], second: [Result<Second.Output, DynamoDBError>]) {
    let firstReaders = first.map { OutputReader($0) }
    let secondReaders = second.map { OutputReader($0) }
    let results = client.call(
      firstReaders.map { $0.call } + secondReaders.map { $0.call }, deadline: deadline)
    return (
      zip(firstReaders, results).map { $0.result($1) },
      zip(secondReaders, results.dropFirst(first.count)).map { $0.result($1) }
    )
  }
}
