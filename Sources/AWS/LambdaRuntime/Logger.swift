import Environment
import JSON

/// Writes one line for each message, as one JSON object or as text (`AWS_LAMBDA_LOG_FORMAT`), from the level of
/// `AWS_LAMBDA_LOG_LEVEL` on.
///
/// A line holds `timestamp`, `level`, `message`, `requestId`, `traceId`, `function`, `coldStart`, `correlationId`,
/// `aggregateId` and the caller's fields; what is not known is left out. Nothing that is logged can end its line or
/// pretend to be another field. Above debug, callers log no amounts, names, tokens and no bodies.
public final class Logger {
  /// Set by a handler once it knows them (``InvocationContext/workOn(_:correlationID:)``); forgotten when the next event comes.
  var correlationID: String?
  var aggregateID: String?
  private let output: LogOutput
  private let clock: Clock
  private let format: LogFormat
  private let level: LogLevel
  private let function: String?
  private var invocation: Invocation?

  private struct Invocation {
    let requestID: String
    let traceHeader: String?
    let isColdStart: Bool
    /// The trace's id; read from the header once a line needs it, since many events log nothing.
    private(set) lazy var traceID: String? = traceHeader.flatMap(TraceHeader.init)?.root
  }

  public init(
    output: LogOutput, clock: Clock, format: LogFormat = .json, level: LogLevel = .info, function: String? = nil
  ) {
    self.output = output
    self.clock = clock
    self.format = format
    self.level = level
    self.function = function
  }

  /// Format, level and function name from the variables that Lambda sets.
  public convenience init(environment: EnvironmentVariables, clock: Clock, output: LogOutput) {
    self.init(
      output: output, clock: clock,
      format: environment["AWS_LAMBDA_LOG_FORMAT"]?.lowercased() == "text" ? .text : .json,
      level: environment["AWS_LAMBDA_LOG_LEVEL"].flatMap(LogLevel.init(name:)) ?? .info,
      function: environment["AWS_LAMBDA_FUNCTION_NAME"])
  }

  /// For whoever looks for a fault: may say what the other levels must not.
  public func debug(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [(String, JSONValue)] = []) {
    log(.debug, message, fields)
  }

  /// What went as it should.
  public func info(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [(String, JSONValue)] = []) {
    log(.info, message, fields)
  }

  /// What went wrong and was put right.
  public func warn(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [(String, JSONValue)] = []) {
    log(.warn, message, fields)
  }

  /// What went wrong.
  public func error(_ message: @autoclosure () -> String, _ fields: @autoclosure () -> [(String, JSONValue)] = []) {
    log(.error, message, fields)
  }

  func begin(requestID: String, traceHeader: String?, isColdStart: Bool) {
    invocation = Invocation(requestID: requestID, traceHeader: traceHeader, isColdStart: isColdStart)
    correlationID = nil
    aggregateID = nil
  }

  private func log(_ level: LogLevel, _ message: () -> String, _ fields: () -> [(String, JSONValue)]) {
    guard level >= self.level else { return }
    let line = LogLine(timestamp: clock.now(), level: level, message: message(), context: context, fields: fields())
    output.write(format == .json ? line.json : line.text)
  }

  private var context: [(String, JSONValue)] {
    var context: [(String, JSONValue)] = []
    if let invocation { context.append(("requestId", .string(invocation.requestID))) }
    if let traceID = invocation?.traceID { context.append(("traceId", .string(traceID))) }
    if let function { context.append(("function", .string(function))) }
    if let invocation { context.append(("coldStart", .bool(invocation.isColdStart))) }
    if let correlationID { context.append(("correlationId", .string(correlationID))) }
    if let aggregateID { context.append(("aggregateId", .string(aggregateID))) }
    return context
  }
}
