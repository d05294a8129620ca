import LambdaRuntime

extension MetricName {
  /// Events that processes recorded.
  static let processSteps: MetricName = "ProcessSteps"
  /// Runs of processes that have stopped and need an operator.
  static let processesStopped: MetricName = "ProcessesStopped"
  /// Messages that a process failed on, by the dimension `reason`.
  static let processFailures: MetricName = "ProcessFailures"
}
