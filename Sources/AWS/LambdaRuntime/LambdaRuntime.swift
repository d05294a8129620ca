import Environment
import HTTPTransport

/// The loop of a Lambda custom runtime: fetches an event, has it handled, sends the answer, and again.
/// One event at a time, as a sandbox gets them (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html).
public final class LambdaRuntime {
  /// The logger, metrics and tracer that every invocation gets.
  public let logger: Logger
  public let metrics: Metrics
  public let tracer: Tracer
  private let endpoint: RuntimeEndpoint
  private let delivery: RuntimeDelivery
  private let folder: String
  private let traceVariable = TraceVariable()
  private var isColdStart = true

  /// `transport` must use no proxy. Nothing is sent yet.
  /// - Throws: when `AWS_LAMBDA_RUNTIME_API` is not set, as outside Lambda.
  public init(
    environment: EnvironmentVariables, transport: Transport, clock: Clock, sleeper: Sleeper, output: LogOutput
  ) throws(MissingVariable) {
    endpoint = RuntimeEndpoint(authority: try environment.required("AWS_LAMBDA_RUNTIME_API"))
    logger = Logger(environment: environment, clock: clock, output: output)
    metrics = Metrics(environment: environment, clock: clock, output: output)
    tracer = Tracer(environment: environment)
    delivery = RuntimeDelivery(transport: transport, sleeper: sleeper, logger: logger)
    folder = environment["LAMBDA_TASK_ROOT"] ?? "/var/task"
  }

  /// Handles events for as long as the Runtime API gives any. Returns only when that cannot go on.
  public func run(_ handler: some LambdaHandler) -> RuntimeExit {
    do throws(RuntimeExit) {
      while true { try process(try delivery.next(endpoint.next), with: handler) }
    } catch {
      return error
    }
  }

  /// Tells Lambda why the function cannot start. Only before `run`; the process must end after it:
  /// `runtime.reportInitializationError(error).end()`.
  public func reportInitializationError(_ error: FunctionError) -> RuntimeExit {
    let report = ErrorReport(error, origin: .runtime, folder: folder)
    let exit = RuntimeExit(reason: error.description)
    do throws(RuntimeExit) {
      try delivery.send(endpoint.initializationError(report))
    } catch {
      logger.error("The initialization error could not be reported", [("reason", .string(error.reason))])
    }
    return exit
  }

  private func process(_ event: RuntimeEvent, with handler: some LambdaHandler) throws(RuntimeExit) {
    begin(event)
    let context = event.context(isColdStart: isColdStart, logger: logger, metrics: metrics, tracer: tracer)
    let answer = answer(to: event, handler, context)
    isColdStart = false
    metrics.flush()
    try delivery.send(answer)
  }

  private func begin(_ event: RuntimeEvent) {
    traceVariable.set(event.traceHeader)
    tracer.begin(event.traceHeader)
    logger.begin(requestID: event.requestID, traceHeader: event.traceHeader, isColdStart: isColdStart)
    if isColdStart { metrics.count(.coldStarts) }
  }

  private func answer(
    to event: RuntimeEvent, _ handler: some LambdaHandler, _ context: InvocationContext
  ) -> HTTPRequest {
    do throws(FunctionError) {
      let response = try handler.handle(event.body, context: context)
      try requireAcceptable(response)
      return endpoint.response(to: event.requestID, body: response)
    } catch {
      logger.error("The invocation failed", [("errorType", .string(error.type)), ("reason", .string(error.message))])
      return endpoint.error(of: event.requestID, ErrorReport(error, origin: .function, folder: folder))
    }
  }

  /// Lambda would answer 413 and tell the invoker only that something was too large.
  private func requireAcceptable(_ response: [UInt8]) throws(FunctionError) {
    guard response.count <= RuntimeEndpoint.maximumResponseSize else {
      let limit = RuntimeEndpoint.maximumResponseSize
      throw FunctionError(
        type: "ResponseSizeTooLarge", message: "The response has \(response.count) bytes, the limit is \(limit)")
    }
  }
}
