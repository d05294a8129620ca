import LambdaRuntime

/// A handler made of a closure; it echoes unless told otherwise.
struct ClosureHandler: LambdaHandler {
  var body: ([UInt8], InvocationContext) throws(FunctionError) -> [UInt8] = { event, _ throws(FunctionError) in event }

  func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    try body(event, context)
  }
}
