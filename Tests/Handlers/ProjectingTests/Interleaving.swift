import Environment
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport

/// Several projectors at work on the same aggregates, one store operation at a time in an order that is chosen from
/// outside, with deliveries that die half-way and come again.
final class Interleaving<Model: Domain & SendableMetatype>: @unchecked Sendable {
  /// What a projector is given to do.
  enum Delivery {
    /// Notices, whose events are in the log by then.
    case notices([Notice])
    /// A notice that comes before its event can be seen in the log.
    case early(Notice)
    /// Notices of what never happened; they come once.
    case forged(Notice)
    case replay([Notice])
    case rebuild(AggregateID)
  }

  let readModel = InMemoryReadModel(noun: Model.noun)
  let log = InMemoryEventStore()
  /// What is still to be delivered, the next one first.
  var deliveries: [Delivery]
  /// What went wrong that must never go wrong.
  private(set) var violations: [String] = []

  private let events: [AggregateID: [RecordedEvent]]
  private let settings: ProjectionSettings
  private let clock = ManualClock()
  private let seed: UInt64
  private let isTorn: Bool

  /// - Parameter isTorn: whether a log's end and the summary are read one after the other.
  init(
    logs: [[RecordedEvent]], deliveries: [Delivery], settings: ProjectionSettings, seed: UInt64, isTorn: Bool = true
  ) {
    self.deliveries = deliveries
    self.settings = settings
    self.seed = seed
    self.isTorn = isTorn
    events = Dictionary(logs.compactMap { log in log.first.map { ($0.aggregateID, log) } }) { first, _ in first }
    log.summary = { [readModel] aggregateID in
      .success(try? readModel.item(.summary, of: aggregateID, deadline: nil))
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
      threads[choose(threads.count)].resume(with: fault())
      threads.removeAll(where: \.isFinished)
    }
  }

  private func work(_ number: Int, _ thread: SteppedThread) {
    let random = SeededRandomness(seed: seed &+ UInt64(number))
    let projector = Projector<Model>(
      log: SteppedEventStore(log, thread: thread, isTorn: isTorn),
      readModel: SteppedReadModel(readModel, thread: thread, random: random), clock: clock,
      sleeper: RecordingSleeper(clock: clock), randomness: random, settings: settings)
    while !deliveries.isEmpty { deliver(deliveries.removeFirst(), to: projector) }
  }

  private func deliver(_ delivery: Delivery, to projector: Projector<Model>) {
    switch delivery {
    case .notices(let notices), .replay(let notices):
      notices.forEach(append)
      let isReplay = if case .replay = delivery { true } else { false }
      let failed = project(notices, isReplay: isReplay, projector)
      if !failed.isEmpty { deliveries.append(.notices(failed)) }
    case .early(let notice):
      if !project([notice], projector).isEmpty { deliveries.append(.notices([notice])) }
    case .forged(let notice): _ = projector.project([ProjectionDemand(notice)], deadline: nil)
    case .rebuild(let aggregateID):
      do throws(ProjectionFailure) {
        _ = try projector.rebuild(aggregateID, run: "run", deadline: nil)
      } catch {
        judge(error)
        deliveries.append(delivery)
      }
    }
  }

  /// - Returns: the notices that were not done with.
  private func project(_ notices: [Notice], isReplay: Bool = false, _ projector: Projector<Model>) -> [Notice] {
    let demands = Dictionary(grouping: notices, by: \.aggregateID).map { aggregateID, notices in
      ProjectionDemand(aggregateID, notices: notices, isReplay: isReplay)
    }
    let reports = projector.project(demands.sorted { $0.aggregateID.text < $1.aggregateID.text }, deadline: nil)
    return notices.filter { notice in
      guard
        case .failed(let failure)? = reports.first(where: { $0.aggregateID == notice.aggregateID })?
          .verdict(on: notice)
      else { return false }
      judge(failure)
      return true
    }
  }

  /// Appends what the log lacks up to a notice.
  private func append(_ notice: Notice) {
    let all = events[notice.aggregateID] ?? []
    if (log.logs[notice.aggregateID] ?? []).count < notice.sequence.value {
      log.logs[notice.aggregateID] = Array(all.prefix(notice.sequence.value))
    }
  }

  private func judge(_ failure: ProjectionFailure) {
    switch failure {
    case .contended, .notInStore: break
    default: if !failure.description.contains("injected") { violations.append(failure.description) }
    }
  }

  /// A summary never goes back, and never names an event whose audit item is missing; rows are what its state says.
  private func check(_ before: JSONObject?, _ after: JSONObject) {
    let old = before?["Version"]?.number?.int ?? 0
    let new = after["Version"]?.number?.int ?? 0
    if new < old { violations.append("Version fell from \(old) to \(new)") }
    guard let aggregateID = after[Model.noun.idAttribute]?.string.flatMap({ try? AggregateID($0) }) else { return }
    for place in 1...max(1, new) {
      let audit = SequenceNumber(place).map { ProjectionType.auditTrail($0).text(of: Model.noun) } ?? ""
      if readModel.items[aggregateID]?[audit] == nil {
        violations.append("audit item \(place) is missing at Version \(new)")
      }
    }
    guard let state = Model.decodeState(from: after) else { return violations.append("a state that cannot be read") }
    let rows = readModel.rows.filter { $0.aggregateID == aggregateID }
    if rows != ViewRow.rows(of: aggregateID, in: state, Model.self) { violations.append("rows differ at \(new)") }
  }
}

extension Notice {
  /// The notice of an event.
  init(_ event: RecordedEvent) {
    self.init(aggregateID: event.aggregateID, sequence: event.sequence, hash: event.hash)
  }
}
