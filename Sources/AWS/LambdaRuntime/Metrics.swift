import Environment

/// Counts and durations of one invocation, written as CloudWatch's embedded metric format
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html)
/// in the namespace `EventSourcing`, with the function's name as the dimension `function`.
///
/// The runtime writes them once per invocation: one line, or one more for each further value of a dimension.
///
/// A line carries a `level` and the `timestamp` without which Lambda would not believe it: with JSON logs, Lambda takes a
/// line without them for INFO and drops it where the function's log level is higher, and its metrics with it
/// (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
public final class Metrics {
  private let output: LogOutput
  private let clock: Clock
  private let function: String
  private let level: LogLevel
  private var entries: [MetricEntry] = []

  /// - Parameter lowestLevel: of the function's log: metrics are INFO, or as urgent as it takes to get through.
  public init(output: LogOutput, clock: Clock, function: String = "unknown", lowestLevel: LogLevel = .info) {
    self.output = output
    self.clock = clock
    self.function = function
    level = max(.info, lowestLevel)
  }

  /// The function's name and its log level from the variables that Lambda sets.
  public convenience init(environment: EnvironmentVariables, clock: Clock, output: LogOutput) {
    self.init(
      output: output, clock: clock, function: environment["AWS_LAMBDA_FUNCTION_NAME"] ?? "unknown",
      lowestLevel: environment["AWS_LAMBDA_LOG_LEVEL"].flatMap(LogLevel.init(name:)) ?? .info)
  }

  /// Adds `value` to a count. Dimensions, such as `outcome`, come beside `function`; few values each, because every
  /// combination is a metric that costs money.
  public func count(_ name: MetricName, _ value: Int = 1, dimensions: [(String, String)] = []) {
    let index = entry(name, .count, dimensions)
    let (sum, isOverflow) = (entries[index].values.first ?? 0).addingReportingOverflow(value)
    entries[index].values = [isOverflow ? Int.max : sum]
  }

  /// Notes one duration in milliseconds.
  public func milliseconds(_ name: MetricName, _ value: Int, dimensions: [(String, String)] = []) {
    let index = entry(name, .milliseconds, dimensions)
    entries[index].values.append(value)
    if entries[index].values.count == MetricEntry.maximumValues { flush() }
  }

  /// Writes what was noted since the last time, and forgets it. The runtime calls it.
  public func flush() {
    guard !entries.isEmpty else { return }
    let time = clock.now()
    for document in MetricDocument.documents(of: entries, function: function) {
      output.write(EscapedJSON.logLine(document.json(at: time, level: level)))
    }
    entries.removeAll(keepingCapacity: true)
  }

  private func entry(_ name: MetricName, _ unit: MetricEntry.Unit, _ dimensions: [(String, String)]) -> Int {
    let dimensions = dimensions.map { MetricDimension(name: $0.0, value: $0.1) }
    if let known = entries.firstIndex(where: { $0.name == name && $0.unit == unit && $0.dimensions == dimensions }) {
      return known
    }
    entries.append(MetricEntry(name: name, unit: unit, dimensions: dimensions))
    return entries.count - 1
  }
}
