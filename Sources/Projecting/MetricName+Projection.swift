import LambdaRuntime

extension MetricName {
  /// Events that the projection applied.
  static let eventsProjected: MetricName = "EventsProjected"
  /// Events that came by a replay of the archive.
  static let replayedEvents: MetricName = "ReplayedEvents"
  /// From an event's own time to its being in the read model, in milliseconds; live events only.
  static let projectionLagMilliseconds: MetricName = "ProjectionLagMilliseconds"
}
