import Environment
import EventSourcing

/// Folds all accounts anew, one after the other, as many as fit the invocation.
///
/// The accounts are found by their `AccountCreated` events in the index. An account that is created meanwhile is
/// projected by its own events.
struct RebuildWalk<Model: Domain> {
  struct Outcome {
    var processed = 0
    /// Accounts that could not be folded, with the name of the failure.
    var failed: [(accountID: AggregateID, reason: String)] = []
    /// nil once all accounts are done.
    var continueFrom: String?
  }

  private static var pageSize: Int { 100 }

  let projector: Projector<Model>
  let index: any EventIndex
  let clock: any Clock
  let sleeper: any Sleeper

  func run(
    _ request: RebuildAllRequest, run: String, deadline: Timestamp?
  ) throws(ProjectionFailure) -> Outcome {
    let start = request.start
    var outcome = Outcome()
    let pace = RebuildPace(
      maximumPerSecond: request.maximumAccountsPerSecond, clock: clock, sleeper: sleeper, began: clock.now())
    let partitions = Model.eventTypes.filter(\.startsLog).flatMap { index.partitions(of: $0.name) }
    let first = start.flatMap { place in partitions.firstIndex { $0 == place.partition } } ?? 0
    for partition in partitions[first...] {
      var place = RebuildPlace(partition: partition, after: start?.partition == partition ? start?.after : nil)
      var isLast = false
      while !isLast {
        guard projector.hasTime(until: deadline) else {
          outcome.continueFrom = RebuildAllRequest.token(for: place)
          return outcome
        }
        let page = try self.page(place, deadline: deadline)
        for event in page.events {
          guard try rebuild(event.aggregateID, run: run, pace: pace, outcome: &outcome, deadline: deadline) else {
            outcome.continueFrom = RebuildAllRequest.token(for: place)
            return outcome
          }
          place = RebuildPlace(partition: partition, after: EventPosition(of: event, in: partition))
        }
        if let next = page.next { place = RebuildPlace(partition: partition, after: next) }
        isLast = page.next == nil
      }
    }
    return outcome
  }

  /// - Returns: false if the time ran out before the account was done.
  private func rebuild(
    _ accountID: AggregateID, run: String, pace: RebuildPace, outcome: inout Outcome, deadline: Timestamp?
  ) throws(ProjectionFailure) -> Bool {
    let count = outcome.processed + outcome.failed.count
    guard pace.wait(before: count, deadline: deadline), projector.hasTime(until: deadline) else { return false }
    do throws(ProjectionFailure) {
      _ = try projector.rebuild(accountID, run: run, deadline: deadline)
      outcome.processed += 1
    } catch {
      if case .outOfTime = error { return false }
      if error.name == "DeadlineExceeded" { return false }
      outcome.failed.append((accountID, error.name))
    }
    return true
  }

  private func page(_ place: RebuildPlace, deadline: Timestamp?) throws(ProjectionFailure) -> EventIndexPage {
    do {
      return try index.events(
        inPartition: place.partition, from: nil, through: nil, forward: true, limit: Self.pageSize, after: place.after,
        deadline: deadline)
    } catch {
      throw .eventStore(error)
    }
  }
}
