import Environment
import EventSourcing
import ReadModel
import TestSupport

@testable import Projecting

/// Folds nothing, and keeps what it was asked to fold.
final class ScriptedRebuilder: AggregateRebuilding {
  /// Events of an account; 1 where nothing is said.
  var lengths: [String: Int] = [:]
  /// How many events of one account fit an invocation.
  var sliceSize = Int.max
  /// What an account takes, in milliseconds.
  var cost: Int64 = 10
  /// Whether no invocation has time for anything.
  var isTimeOver = false
  /// Takes the place of an account's refold.
  var failure: (String) -> ProjectionFailure? = { _ in nil }
  /// Called before each account; a test can let others act in between.
  var onFold: ((String) -> Void)?
  /// The accounts that were folded to their ends, in order.
  private(set) var folded: [String] = []
  private(set) var runs: Set<String> = []
  private(set) var forced: Set<Bool> = []
  /// When how many events were folded.
  private(set) var pace: [(time: Timestamp, events: Int)] = []
  private var reached: [String: Int] = [:]
  private let clock: ManualClock
  private let life: Life

  init(clock: ManualClock, life: Life) {
    self.clock = clock
    self.life = life
  }

  func rebuild(
    _ aggregateID: AggregateID, run: String, force: Bool, pace: RebuildPace?, deadline: Timestamp?
  ) throws(ProjectionFailure) -> RebuildOutcome {
    let name = aggregateID.text
    onFold?(name)
    guard life.call() else { throw .readModel(ReadModelError(.unavailable, "dead")) }
    clock.advance(milliseconds: cost)
    if let failure = failure(name) { throw failure }
    runs.insert(run)
    forced.insert(force)
    let length = lengths[name] ?? 1
    let count = min(length - (reached[name] ?? 0), sliceSize)
    pace?.took(count)
    self.pace.append((clock.now(), count))
    reached[name] = (reached[name] ?? 0) + count
    let place = SequenceNumber.zero.advanced(by: reached[name] ?? 0)
    guard reached[name] == length else { throw .outOfTime(reached: place) }
    reached[name] = nil
    folded.append(name)
    return RebuildOutcome(reached: place, events: count)
  }

  func hasTime(until deadline: Timestamp?) -> Bool {
    !isTimeOver && (deadline.map { $0.milliseconds(since: clock.now()) >= 1_500 } ?? true)
  }
}
