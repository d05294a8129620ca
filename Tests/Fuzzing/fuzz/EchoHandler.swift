import LambdaRuntime

/// Answers each event with itself.
final class EchoHandler: LambdaHandler {
  private(set) var bodies: [[UInt8]] = []

  func handle(_ event: [UInt8], context: InvocationContext) throws(FunctionError) -> [UInt8] {
    bodies.append(event)
    context.logger.info("an event", [("trace", context.traceHeader.map { .string($0) } ?? .null)])
    return event
  }
}
