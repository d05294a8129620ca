/// What a function does with an event.
public protocol LambdaHandler {
  /// Answers one event.
  ///
  /// - Parameters:
  ///   - event: the event as it came, up to 6 MiB, usually JSON.
  ///   - context: what Lambda says about this invocation, and where to log, count and trace.
  /// - Returns: the response as it is to be sent, at most 6,291,556 bytes.
  /// - Throws: `FunctionError`, which Lambda reports to the invoker.
  func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8]
}
