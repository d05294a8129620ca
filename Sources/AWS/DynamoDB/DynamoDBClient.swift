import AWSCore
import Environment
import JSON

/// Calls DynamoDB. Blocking and for one thread, as the client underneath.
///
/// No `zip` here and in what is generic over a domain: its iterator is not specialised, and asks the runtime for its types with
/// each element.
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
    let answers = client.call(readers.map { $0.call }, deadline: deadline)
    return readers.indices.map { readers[$0].result(answers[$0]) }
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
    let answers = client.call(
      firstReaders.map { $0.call } + secondReaders.map { $0.call }, deadline: deadline)
    return (
      firstReaders.indices.map { firstReaders[$0].result(answers[$0]) },
      secondReaders.indices.map { secondReaders[$0].result(answers[first.count + $0]) }
    )
  }
}
