import JSON

/// One operation to call, with its input.
public struct AWSCall: Sendable {
  /// The operation's name, such as `PutItem`.
  public let operation: String
  public let input: JSONValue
  /// Whether the call only saves its caller work. It is given 100 ms at most beyond what the calls beside it take, is
  /// tried again only where one of those is, and takes none of the tokens that their retries need. If it was given up,
  /// it may have been executed all the same.
  public let isDispensable: Bool

  public init(operation: String, input: JSONValue, isDispensable: Bool = false) {
    self.operation = operation
    self.input = input
    self.isDispensable = isDispensable
  }
}
