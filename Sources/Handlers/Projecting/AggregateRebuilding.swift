import Environment
import EventSourcing

/// What folds one aggregate anew for a part of a ``RebuildRun``.
public protocol AggregateRebuilding {
  /// Folds an aggregate's whole log into the read model, or goes on where the same run had stopped.
  ///
  /// - Throws: ``ProjectionFailure``; of case `outOfTime` where another call has to go on.
  func rebuild(
    _ aggregateID: AggregateID, run: String, force: Bool, pace: RebuildPace?, deadline: Timestamp?
  ) throws(ProjectionFailure) -> RebuildOutcome

  /// Whether there is time to begin something more.
  func hasTime(until deadline: Timestamp?) -> Bool
}
