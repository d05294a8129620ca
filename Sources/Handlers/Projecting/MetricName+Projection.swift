import LambdaRuntime

extension MetricName {
  /// Events that the projection applied.
  static let eventsProjected: MetricName = "EventsProjected"
  /// Messages, and events invoked directly, that the projection failed on; also by the dimension `reason`.
  static let projectionFailures: MetricName = "ProjectionFailures"
}
