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
    // From the end, so that each answer is gone once it is decoded: a page may take many times its size as JSON.
    var answers = Array(client.call(operations.map { Self.call($0) }, deadline: deadline).reversed())
    return operations.map { Self.result($0, answers.removeLast()) }
  }

  /// Carries out operations of different kinds at once, one result for each, in their order.
  public func performTogether<each Operation: DynamoDBOperation>(
    _ operations: repeat each Operation, deadline: Timestamp?
  ) -> (repeat Result<(each Operation).Output, DynamoDBError>) {
    var calls: [AWSCall] = []
    for operation in repeat each operations { calls.append(Self.call(operation)) }
    var results = client.call(calls, deadline: deadline)[...]
    return (repeat Self.result(each operations, results.removeFirst()))
  }

  /// Carries out any number of operations of two kinds at once, one result for each, in their order.
  public func performTogether<First: DynamoDBOperation, Second: DynamoDBOperation>(
    all first: [First], _ second: [Second], deadline: Timestamp?
  ) -> (first: [Result<First.Output, DynamoDBError>], second: [Result<Second.Output, DynamoDBError>]) {
    let results = client.call(first.map { Self.call($0) } + second.map { Self.call($0) }, deadline: deadline)
    return (
      zip(first, results).map { Self.result($0, $1) },
      zip(second, results.dropFirst(first.count)).map { Self.result($0, $1) }
    )
  }

  private static func call(_ operation: some DynamoDBOperation) -> AWSCall {
    AWSCall(
      operation: type(of: operation).name, input: operation.input, isDispensable: operation.isDispensable)
  }

  private static func result<Operation: DynamoDBOperation>(
    _ operation: Operation, _ result: consuming Result<JSONValue, AWSError>
  ) -> Result<Operation.Output, DynamoDBError> {
    switch consume result {
    case .failure(let error): return .failure(DynamoDBError(error))
    case .success(let json):
      do {
        return .success(try operation.output(consume json))
      } catch {
        // The service answered, so whatever was asked for is done.
        let name = "dynamodb \(Operation.name)"
        let kind = AWSError.Kind.malformedResponse("\(error)")
        return .failure(DynamoDBError(AWSError(kind: kind, call: name, attempts: 1, mayHaveExecuted: true)))
      }
    }
  }
}
