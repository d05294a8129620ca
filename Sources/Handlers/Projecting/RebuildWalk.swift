import Accounts
import Environment
import EventSourcing

/// Folds all accounts anew, one after the other, as many as fit the invocation.
///
/// The accounts are found by their `AccountCreated` events in the index. An account that is created meanwhile is
/// projected by its own events.
struct RebuildWalk {
  struct Outcome {
    var processed = 0
    /// Accounts that could not be folded, with the name of the failure.
    var failed: [(accountID: String, reason: String)] = []
    /// nil once all accounts are done.
    var continueFrom: String?
  }

  private static let pageSize = 100

  let projector: AccountProjector
  let index: any EventIndex
  let clock: any Clock
  let sleeper: any Sleeper

  func run(_ request: RebuildAllRequest, deadline: Timestamp?) throws(ProjectionFailure) -> Outcome {
    let start = request.start
    var outcome = Outcome()
    let pace = RebuildPace(
      maximumPerSecond: request.maximumAccountsPerSecond, clock: clock, sleeper: sleeper, began: clock.now())
    let partitions = index.partitions(of: AccountEventType.accountCreated.rawValue)
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
        for entry in page.entries {
          guard try rebuild(entry.position.aggregateID, pace: pace, outcome: &outcome, deadline: deadline) else {
            outcome.continueFrom = RebuildAllRequest.token(for: place)
            return outcome
          }
          place = RebuildPlace(partition: partition, after: entry.position)
        }
        if let next = page.next { place = RebuildPlace(partition: partition, after: next) }
        isLast = page.next == nil
      }
    }
    return outcome
  }

  /// - Returns: false if the time ran out before the account was done.
  private func rebuild(
    _ name: String, pace: RebuildPace, outcome: inout Outcome, deadline: Timestamp?
  ) throws(ProjectionFailure) -> Bool {
    let count = outcome.processed + outcome.failed.count
    guard pace.wait(before: count, deadline: deadline), projector.hasTime(until: deadline) else { return false }
    guard let accountID = try? AggregateID(name) else {
      outcome.failed.append((name, "MalformedEvent"))
      return true
    }
    do throws(ProjectionFailure) {
      _ = try projector.rebuild(accountID, deadline: deadline)
      outcome.processed += 1
    } catch {
      if case .outOfTime = error { return false }
      if error.name == "DeadlineExceeded" { return false }
      outcome.failed.append((name, error.name))
    }
    return true
  }

  private func page(_ place: RebuildPlace, deadline: Timestamp?) throws(ProjectionFailure) -> EventIndexPage {
    do {
      let request = EventIndexRequest(partition: place.partition, limit: Self.pageSize, after: place.after)
      return try index.pages([request], deadline: deadline).first ?? .end
    } catch {
      throw .eventStore(error)
    }
  }
}
