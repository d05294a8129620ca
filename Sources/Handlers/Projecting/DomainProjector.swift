import Environment
import EventSourcing

/// The projector of one domain, as a function that serves several sees it.
///
/// Its closures are made where the domain is known, so that they and what they call are compiled for it.
public struct DomainProjector: AggregateProjecting {
  public let noun: Noun
  public let eventTypes: [EventType]
  public let lagSeconds: Int
  private let projecting: ([ProjectionDemand], Timestamp?) -> [ProjectionReport]
  private let rebuilding:
    (AggregateID, String, Bool, RebuildPace?, Timestamp?) throws(ProjectionFailure) -> RebuildOutcome
  private let timing: (Timestamp?) -> Bool

  public init<Model: Domain>(_ projector: Projector<Model>) {
    noun = Model.noun
    eventTypes = Model.eventTypes
    lagSeconds = projector.settings.lagSeconds
    projecting = { demands, deadline in projector.project(demands, deadline: deadline) }
    rebuilding = { (aggregateID, run, force, pace, deadline) throws(ProjectionFailure) in
      try projector.rebuild(aggregateID, run: run, force: force, pace: pace, deadline: deadline)
    }
    timing = projector.hasTime
  }

  public var nouns: [Noun] { [noun] }

  public func project(_ demands: [ProjectionDemand], deadline: Timestamp?) -> [ProjectionReport] {
    projecting(demands, deadline)
  }

  public func rebuild(
    _ aggregateID: AggregateID, run: String, force: Bool, pace: RebuildPace?, deadline: Timestamp?
  ) throws(ProjectionFailure) -> RebuildOutcome {
    try rebuilding(aggregateID, run, force, pace, deadline)
  }

  public func hasTime(until deadline: Timestamp?) -> Bool { timing(deadline) }
}

extension Projector {
  /// Tells `pace` of every slice, and ends where it says so.
  fileprivate func rebuild(
    _ aggregateID: AggregateID, run: String, force: Bool, pace: RebuildPace?, deadline: Timestamp?
  ) throws(ProjectionFailure) -> RebuildOutcome {
    var counted = 0
    let outcome = try rebuild(aggregateID, run: run, force: force, deadline: deadline) { events in
      counted += events
      pace?.took(events)
      return pace?.wait(deadline: deadline) ?? true
    }
    pace?.took(outcome.events - counted)
    return outcome
  }
}
