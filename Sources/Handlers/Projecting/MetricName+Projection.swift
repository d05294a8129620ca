import LambdaRuntime

extension MetricName {
  /// Events that the projection applied.
  static let eventsProjected: MetricName = "EventsProjected"
}
