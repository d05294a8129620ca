import JSON

/// One operation to call, with the text of its input.
public struct AWSCall {
  /// The operation's name, such as `PutItem`.
  public let operation: String
  /// The text of its input.
  let body: [UInt8]
  /// Whether the call only saves its caller work. It is given 100 ms at most beyond what the calls beside it take, is
  /// tried again only where one of those is, and takes none of the tokens that their retries need. If it was given up,
  /// it may have been executed all the same.
  public let isDispensable: Bool
  /// Takes the answer's body; without one, the call's result is the JSON value that the body holds.
  let reader: (any AnswerReader)?

  public init(
    operation: String, input: JSONValue, isDispensable: Bool = false, reader: (any AnswerReader)? = nil
  ) {
    self.init(operation: operation, body: input.serialized(), isDispensable: isDispensable, reader: reader)
  }

  /// - Parameter body: the text of a JSON object.
  public init(
    operation: String, body: [UInt8], isDispensable: Bool = false, reader: (any AnswerReader)? = nil
  ) {
    self.operation = operation
    self.body = body
    self.isDispensable = isDispensable
    self.reader = reader
  }
}

/// Reads the body of an answer for whom a JSON value of all of it would be a detour.
public protocol AnswerReader: AnyObject {
  /// Called once for each attempt that was answered with success.
  ///
  /// - Throws: `JSONError` for what is no answer; the call is then tried again, as after any that went wrong on its way.
  func read(_ body: [UInt8]) throws(JSONError)
}
