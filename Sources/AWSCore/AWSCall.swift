import JSON

/// One operation to call, with its input.
public struct AWSCall: Sendable {
  /// The operation's name, such as `PutItem`.
  public let operation: String
  public let input: JSONValue
  /// Whether the caller can do without it: such a call is tried again only along with others, which never wait for it.
  public let isDispensable: Bool

  public init(operation: String, input: JSONValue, isDispensable: Bool = false) {
    self.operation = operation
    self.input = input
    self.isDispensable = isDispensable
  }
}
