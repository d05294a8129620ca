import Environment
import EventSourcing
import LambdaRuntime

/// One invocation's work on one part of a rebuild.
///
/// What the part takes from the index is kept before the run's place goes on, and what it has folded is kept together with
/// what it has still to fold. So whoever dies leaves aggregates that are folded twice, and none that nobody folds.
struct RebuildSlice {
  /// What becomes of the part.
  enum Outcome {
    /// It is done, or of a run that is over.
    case over
    /// There is more to do than the invocation has time for.
    case unfinished
    /// Something failed that may pass.
    case failed(ProjectionFailure)
    /// Somebody else has it.
    case lost
  }

  /// How many aggregates are taken from the index at once.
  private static let batchSize = 100

  let rebuilder: any AggregateRebuilding
  let register: RebuildRegister
  let walk: IndexWalk
  let retry: ConflictRetry
  let pace: RebuildPace
  let context: InvocationContext
  /// By when the slice ends: before the invocation's own deadline, so that it can be told how far it has come.
  let deadline: Timestamp?
  let run: RebuildRun
  var part: RebuildRegister.Kept<RebuildPart>
  /// Whether one aggregate that fails in a way that may pass is left as if it did not.
  var isOutOfPatience: Bool
  /// Whether anything was done.
  private(set) var hasProgressed = false

  /// Takes and folds aggregates until there are no more, or the time ends.
  ///
  /// - Throws: ``ProjectionFailure`` where index or register fail.
  mutating func work() throws(ProjectionFailure) -> Outcome {
    while true {
      if let outcome = foldPending() { return outcome }
      if let outcome = try take() { return outcome }
      hasProgressed = true
    }
  }

  private var hasTime: Bool { rebuilder.hasTime(until: deadline) }

  // MARK: Folding

  /// - Returns: nil once all that was taken is folded.
  private mutating func foldPending() -> Outcome? {
    while let name = part.value.pending.first {
      guard hasTime, pace.wait(deadline: deadline), hasTime else { return .unfinished }
      do {
        try fold(name)
      } catch {
        if case .outOfTime = error {
          hasProgressed = true
          return .unfinished
        }
        guard isOutOfPatience || !error.mayPass else { return .failed(error) }
        if error.mayPass { isOutOfPatience = false }
        leave(name, reason: error.name, detail: error.description)
      }
      part.value.pending.removeFirst()
      hasProgressed = true
    }
    return nil
  }

  private mutating func fold(_ name: String) throws(ProjectionFailure) {
    guard let aggregateID = try? AggregateID(name) else {
      leave(name, reason: "InvalidAggregateId", detail: "no aggregate can have this name")
      return
    }
    let outcome = try rebuilder.rebuild(
      aggregateID, run: run.id, force: run.isForced, pace: pace, deadline: deadline)
    part.value.aggregates &+= 1
    part.value.events &+= outcome.events
  }

  private mutating func leave(_ name: String, reason: String, detail: String) {
    part.value.leave(name, reason: reason)
    context.logger.error(
      "aggregate not folded anew",
      [("aggregate", .string(name)), ("reason", .string(reason)), ("detail", .string(detail))])
  }

  // MARK: Taking

  /// Takes the next aggregates that no part has taken.
  ///
  /// - Returns: nil if there are some.
  private mutating func take() throws(ProjectionFailure) -> Outcome? {
    var race = retry.begin()
    while hasTime {
      guard var run = try register.run(deadline: deadline), run.value.isGoingOn(as: self.run.id) else {
        return .over
      }
      guard let place = run.value.place else {
        part.value.isDone = true
        return .over
      }
      let (names, next) = try logs(at: place)
      part.value.pending = names
      guard try register.save(&part, deadline: context.deadline) else { return .lost }
      run.value.place = next
      if try register.save(&run, deadline: context.deadline) {
        if !names.isEmpty { return nil }
        race = retry.begin()
      } else {
        part.value.pending = []
        guard retry.pause(&race, deadline: deadline) else { return .unfinished }
      }
    }
    return .unfinished
  }

  /// The aggregates whose logs begin at a place of the index. One whose first event cannot be read is among them: its
  /// refold says what is wrong.
  private func logs(at place: IndexPlace) throws(ProjectionFailure) -> (names: [String], next: IndexPlace?) {
    do {
      let (entries, next) = try walk.page(at: place, limit: Self.batchSize, deadline: deadline)
      return (entries.map(\.position).filter { $0.sequence.number.int == 1 }.map(\.aggregateID), next)
    } catch {
      throw .eventStore(error)
    }
  }
}
