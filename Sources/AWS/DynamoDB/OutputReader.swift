import AWSCore
import JSON

/// Reads one operation's output as soon as its answer is there.
final class OutputReader<Operation: DynamoDBOperation>: AnswerReader {
  private let operation: Operation
  private var output: Result<Operation.Output, AttributeValueError>?

  init(_ operation: Operation) {
    self.operation = operation
  }

  var call: AWSCall {
    var text: [UInt8] = []
    text.reserveCapacity(2_048)
    operation.write(to: &text)
    return AWSCall(
      operation: Operation.name, body: text, isDispensable: operation.isDispensable, reader: self)
  }

  func read(_ body: [UInt8]) throws(JSONError) {
    output = try operation.output(body: body)
  }

  /// What the call came to.
  func result(_ answer: Result<JSONValue, AWSError>) -> Result<Operation.Output, DynamoDBError> {
    switch (answer, output) {
    case (.failure(let error), _): .failure(DynamoDBError(error))
    case (.success, .success(let output)?): .success(output)
    case (.success, .failure(let error)?): .failure(Self.malformed("\(error)"))
    case (.success, nil): .failure(Self.malformed("the answer was not read"))
    }
  }

  /// The service answered, so whatever was asked for is done.
  private static func malformed(_ reason: String) -> DynamoDBError {
    DynamoDBError(
      AWSError(
        kind: .malformedResponse(reason), call: "dynamodb \(Operation.name)", attempts: 1, mayHaveExecuted: true))
  }
}
