/// The name of a CloudWatch metric in the namespace `EventSourcing`. Alarms and the dashboard in terraform/ use these.
public struct MetricName: Hashable, Sendable, ExpressibleByStringLiteral {
  public let text: String

  public init(_ text: String) {
    self.text = text
  }

  public init(stringLiteral text: String) {
    self.init(text)
  }

  /// Events written to the store.
  public static let eventsAppended: MetricName = "EventsAppended"
  /// Commands answered, by the dimension `outcome`.
  public static let commands: MetricName = "CommandsByOutcome"
  /// How long an append took, in milliseconds.
  public static let appendLatency: MetricName = "AppendLatencyMilliseconds"
  /// Appends that met another writer's.
  public static let conflicts: MetricName = "Conflicts"
  /// Entries of the command journal whose events are not in the log.
  public static let orphanedKeys: MetricName = "OrphanedKeys"
  /// Commands and events that had been handled before.
  public static let duplicates: MetricName = "Duplicates"
  /// Events that the projection applied before the bus had brought them.
  public static let gapsHealed: MetricName = "GapsHealed"
  /// Events that the bus accepted.
  public static let published: MetricName = "EventsPublished"
  /// Events that the bus refused.
  public static let publishFailures: MetricName = "PublishFailures"
  /// From an event's time to its publication, in milliseconds.
  public static let publishLag: MetricName = "PublishLagMilliseconds"
  /// From an event's time to its projection, in milliseconds.
  public static let projectionLag: MetricName = "ProjectionLagMilliseconds"
  /// Events that came by a replay of the archive.
  public static let replayed: MetricName = "ReplayedEvents"
  /// Records put into the dead-letter queue with their reason.
  public static let deadLetters: MetricName = "DeadLetters"
  /// First invocations of a process.
  public static let coldStarts: MetricName = "ColdStarts"
}
