import Environment

/// What Lambda says about one invocation, and where its handler logs, counts and traces.
public struct InvocationContext {
  public let requestID: String
  /// By when the handler has to be done: 200 ms before Lambda ends the invocation, so that its answer still gets out.
  /// nil under emulators that do not say.
  public let deadline: Timestamp?
  /// The ARN that was invoked; it may end with an alias or a version.
  public let functionARN: String?
  /// The X-Ray header as it came, `Root=…;Parent=…;Sampled=…`.
  public let traceHeader: String?
  /// JSON of the invoker's `--client-context`.
  public let clientContext: String?
  /// JSON with `cognitoIdentityId` and `cognitoIdentityPoolId`.
  public let cognitoIdentity: String?
  /// The tenant, in functions with tenant isolation.
  public let tenantID: String?
  /// Whether this is the first invocation of the process.
  public let isColdStart: Bool
  public let logger: Logger
  public let metrics: Metrics
  public let tracer: Tracer

  public init(
    requestID: String, deadline: Timestamp? = nil, functionARN: String? = nil, traceHeader: String? = nil,
    clientContext: String? = nil, cognitoIdentity: String? = nil, tenantID: String? = nil,
    isColdStart: Bool = false, logger: Logger, metrics: Metrics, tracer: Tracer
  ) {
    self.requestID = requestID
    self.deadline = deadline
    self.functionARN = functionARN
    self.traceHeader = traceHeader
    self.clientContext = clientContext
    self.cognitoIdentity = cognitoIdentity
    self.tenantID = tenantID
    self.isColdStart = isColdStart
    self.logger = logger
    self.metrics = metrics
    self.tracer = tracer
  }

  /// Says what is worked on from now on: log lines and traces name it until something else is said, or the next event comes.
  ///
  /// - Parameter correlationID: what it belongs to, where that is known.
  public func workOn(_ aggregateID: String?, correlationID: String? = nil) {
    logger.aggregateID = aggregateID
    logger.correlationID = correlationID
    tracer.correlationID = correlationID
  }
}
