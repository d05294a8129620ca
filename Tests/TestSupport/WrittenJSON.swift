import DynamoDB
import JSON

/// What is written for DynamoDB, as JSON values to compare and to take apart.
extension AttributeValue {
  /// The wire form, such as `{"S": "text"}`.
  public var wire: JSONValue { written(write) }
}

extension AttributeMap {
  /// The wire form, such as `{"Id": {"S": "text"}}`.
  public var wire: JSONValue { written(write) }
}

extension DynamoDBOperation {
  /// The operation's input.
  public var input: JSONValue { written(write) }
}

private func written(_ write: (inout [UInt8]) -> Void) -> JSONValue {
  var text: [UInt8] = []
  write(&text)
  do {
    return try JSONValue(parsing: text)
  } catch {
    preconditionFailure("\(String(decoding: text, as: UTF8.self)) is no JSON: \(error)")
  }
}
