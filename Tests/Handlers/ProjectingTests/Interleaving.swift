import Accounts
import Environment
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport

/// Several projectors at work on the same accounts, one store operation at a time in an order that is chosen from
/// outside, with deliveries that die half-way and come again.
final class Interleaving: @unchecked Sendable {
  /// What a projector is given to do.
  enum Delivery {
    case event(RecordedEvent)
    case rebuild(AggregateID)
  }

  let readModel = InMemoryReadModel()
  let log = InMemoryEventStore()
  /// What is still to be delivered, the next one first.
  var deliveries: [Delivery]
  /// Store operations done.
  private(set) var steps = 0
  /// What went wrong that must never go wrong.
  private(set) var violations: [String] = []

  private let settings: ProjectionSettings
  private let seed: UInt64

  init(logs: [[RecordedEvent]], deliveries: [Delivery], settings: ProjectionSettings, seed: UInt64) {
    self.deliveries = deliveries
    self.settings = settings
    self.seed = seed
    for events in logs {
      if let accountID = events.first?.aggregateID { log.logs[accountID] = events }
    }
    readModel.onReplace = { [unowned self] before, after in check(before, after) }
  }

  /// Runs until nothing is left to deliver.
  ///
  /// - Parameters:
  ///   - choose: which of so many threads makes the next step.
  ///   - fault: what happens to that step.
  func run(projectors: Int, choose: (Int) -> Int, fault: () -> StepFault = { .none }) {
    var threads = (0..<projectors).map { number in
      SteppedThread { [self] thread in work(number, thread) }
    }
    while !threads.isEmpty {
      let place = choose(threads.count)
      threads[place].resume(with: fault())
      steps += 1
      threads.removeAll(where: \.isFinished)
    }
  }

  private func work(_ number: Int, _ thread: SteppedThread) {
    let random = SeededRandomness(seed: seed &+ UInt64(number))
    let projector = AccountProjector(
      log: SteppedEventStore(log, thread: thread),
      readModel: SteppedReadModel(readModel, thread: thread, random: random), clock: ManualClock(),
      sleeper: RecordingSleeper(), randomness: random, settings: settings)
    while !deliveries.isEmpty {
      let delivery = deliveries.removeFirst()
      do throws(ProjectionFailure) {
        switch delivery {
        case .event(let event): _ = try projector.project(event, deadline: nil)
        case .rebuild(let accountID): _ = try projector.rebuild(accountID, deadline: nil)
        }
      } catch {
        if !error.description.contains("injected") && error != .contended { violations.append(error.description) }
        deliveries.append(delivery)
      }
    }
  }

  /// A summary never goes back, and never names an event whose audit item is missing.
  private func check(_ before: JSONObject?, _ after: JSONObject) {
    let old = before?["Version"]?.number?.int ?? 0
    let new = after["Version"]?.number?.int ?? 0
    if new < old { violations.append("Version fell from \(old) to \(new)") }
    let items = after["AccountId"]?.string.flatMap { try? AggregateID($0) }.flatMap { readModel.items[$0] } ?? [:]
    for place in 1...max(1, new) {
      let audit = SequenceNumber(place).map { ProjectionType.auditTrail($0).text(of: Account.noun) } ?? ""
      if items[audit] == nil { violations.append("audit item \(place) is missing at Version \(new)") }
    }
  }
}
