import LambdaRuntime

extension MetricName {
  /// Events that the projection applied.
  static let eventsProjected: MetricName = "EventsProjected"
  /// Events of the bus, replays apart, that the projection is done with: applied, found applied already, or put aside. Beside
  /// `EventsPublished` it shows what does not arrive.
  static let eventsArrived: MetricName = "EventsArrived"
  /// Messages, and events invoked directly, that the projection failed on; also by the dimension `reason`.
  static let projectionFailures: MetricName = "ProjectionFailures"
}
