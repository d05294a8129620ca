import HTTPTransport
import JSON

/// One operation to call, with its input.
public struct AWSCall: Sendable {
  /// The operation's name, such as `PutItem`.
  public let operation: String
  public let input: JSONValue
  /// Sent and signed beside the protocol's own headers.
  public let extraHeaders: [HTTPHeader]

  public init(operation: String, input: JSONValue, extraHeaders: [HTTPHeader] = []) {
    self.operation = operation
    self.input = input
    self.extraHeaders = extraHeaders
  }
}
