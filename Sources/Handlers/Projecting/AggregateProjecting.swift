import Environment
import EventSourcing

/// What brings aggregates of one domain, or of several, to the ends of their logs.
public protocol AggregateProjecting: AggregateRebuilding {
  /// What the first of the domains calls its aggregates.
  var noun: Noun { get }

  /// What all of them call theirs, the first one's first.
  var nouns: [Noun] { get }

  /// The types of their events.
  var eventTypes: [EventType] { get }

  /// How long after its notification an event may take to show in the store, in seconds.
  var lagSeconds: Int { get }

  /// Brings aggregates to the ends of their logs.
  ///
  /// - Parameter demands: each aggregate once.
  /// - Returns: one report for each, in their order. What fails for one of them concerns no other.
  func project(_ demands: [ProjectionDemand], deadline: Timestamp?) -> [ProjectionReport]
}
