import Environment
import EventSourcing
import ReadModel

/// Brings the read model forward, whatever order, duplicates and company its notices come in.
///
/// A notice only says that there is something to do. What is applied is read from the log, from the summary's `Version`
/// to the log's end, and the summary is proved by the log before anything is built on it. It is written last, and only if
/// it is still the one that was read; rows of views change with it.
public struct Projector<Model: Domain> {
  let stores: ProjectionStores
  private let retry: ConflictRetry
  private let pause: RoundPause

  public init(
    log: any ProjectionLog, readModel: any ReadModelStore, clock: any Clock, sleeper: any Sleeper,
    randomness: any Randomness, settings: ProjectionSettings = .standard
  ) {
    stores = ProjectionStores(log: log, readModel: readModel, clock: clock, settings: settings)
    retry = ConflictRetry(clock: clock, sleeper: sleeper, randomness: randomness)
    pause = RoundPause(sleeper: sleeper, randomness: randomness)
  }

  var settings: ProjectionSettings { stores.settings }

  /// Brings aggregates to the ends of their logs.
  ///
  /// - Parameter demands: each aggregate once.
  /// - Returns: one report for each, in their order. What fails for one of them concerns no other.
  public func project(_ demands: [ProjectionDemand], deadline: Timestamp?) -> [ProjectionReport] {
    var reports: [ProjectionReport] = []
    for begin in stride(from: 0, to: demands.count, by: settings.parallelism) {
      var rounds = ProjectionRounds<Model>(stores: stores, pause: pause, deadline: deadline, work: [])
      for demand in demands[begin..<min(begin + settings.parallelism, demands.count)] {
        rounds.work.append(AggregateWork(demand))
      }
      if begin == 0 || hasTime(until: deadline) {
        rounds.run()
        for place in rounds.work.indices { refold(&rounds.work[place], deadline: deadline) }
      } else {
        for place in rounds.work.indices { rounds.work[place].end(.outOfTime(reached: .zero)) }
      }
      reports += rounds.work.map { $0.report }
    }
    return reports
  }

  /// Folds an aggregate anew and replaces its summary, audit trail, snapshots and rows, and the write side's checkpoint,
  /// whatever they are.
  ///
  /// - Parameters:
  ///   - run: names what this rebuild is part of. One that ended early goes on where it stopped if it is called with the
  ///     same name, and begins anew otherwise.
  ///   - force: whether a summary ahead of the log, or one of a newer fold, is replaced too.
  ///   - afterSlice: told of each slice how many events it had; false ends the call with what has been reached.
  /// - Returns: where the summary stands.
  /// - Throws: ``ProjectionFailure``; of case `outOfTime` where another call has to go on.
  public func rebuild(
    _ aggregateID: AggregateID, run: String, force: Bool = false, deadline: Timestamp?,
    afterSlice: (Int) -> Bool = { _ in true }
  ) throws(ProjectionFailure) -> RebuildOutcome {
    let refold = Refold<Model>(
      stores: stores, retry: retry, aggregateID: aggregateID, purpose: .rebuild(run: run, force: force),
      deadline: deadline)
    return try refold.run(afterSlice: afterSlice)
  }

  private func refold(_ work: inout AggregateWork<Model>, deadline: Timestamp?) {
    guard case .refolding(let summary, _) = work.state else { return }
    do throws(ProjectionFailure) {
      let refold = Refold<Model>(
        stores: stores, retry: retry, aggregateID: work.aggregateID, purpose: .repair(summary), deadline: deadline)
      work.finish(try refold.run())
    } catch {
      work.end(error)
    }
  }

  /// Whether there is time to begin something more.
  public func hasTime(until deadline: Timestamp?) -> Bool { stores.hasTime(until: deadline) }
}
