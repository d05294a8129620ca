import Environment
import EventSourcing
import JSON

/// One aggregate on its way through the rounds of a projector.
struct AggregateWork<Model: Domain> {
  /// What is waited for before the next look.
  enum Wait {
    /// Another projector is about to write the same.
    case claim(from: SequenceNumber, until: Timestamp)
    /// Another projector was faster.
    case rival
    /// The log does not show what it should hold by now.
    case log(ProjectionFailure)
  }

  enum State {
    /// To be looked at; `fromSummary` where the summary alone may settle it.
    case due(fromSummary: Bool)
    case waiting(Wait)
    /// The summary is not fit to build on; `isClaimed` once no other projector is at it.
    case refolding(StoredSummary<Model>, isClaimed: Bool)
    case done
  }

  /// Tries that another projector may win; with the waits between they outlast a claim.
  static var maximumTries: Int { 40 }
  /// Looks for what the log does not show.
  static var maximumLooks: Int { 4 }

  let demand: ProjectionDemand
  var report: ProjectionReport
  var state: State
  var looks = 0
  var tries = 0
  /// The place that the read model has to reach.
  var goal: SequenceNumber

  init(_ demand: ProjectionDemand) {
    self.demand = demand
    report = ProjectionReport(aggregateID: demand.aggregateID)
    state = .due(fromSummary: demand.isReplay && !demand.notices.isEmpty)
    goal = demand.notices.map(\.sequence).max() ?? .zero
  }

  var aggregateID: AggregateID { demand.aggregateID }

  // MARK: What is known

  /// Notes what the log holds at the places that have a notice.
  mutating func note(_ events: some Sequence<RecordedEvent>) {
    for event in events where isAnnounced(event.sequence) { report.hashes[event.sequence] = event.hash }
  }

  /// Notes where a summary stands that the log has proved.
  mutating func note(_ head: LogHead) {
    report.version = head.sequence
    if isAnnounced(head.sequence) { report.hashes[head.sequence] = head.hash }
  }

  /// Without a notice the aim is the end of the log as it is first seen.
  mutating func noteEnd(_ sequence: SequenceNumber) {
    if demand.notices.isEmpty { goal = max(goal, sequence) }
  }

  func isAnnounced(_ sequence: SequenceNumber) -> Bool {
    demand.notices.contains { $0.sequence == sequence }
  }

  /// Whether a summary alone says that everything is done.
  func isSettled(by summary: StoredSummary<Model>) -> Bool {
    guard case .copy(let copy) = summary.form, goal <= copy.head.sequence else { return false }
    return demand.notices.allSatisfy { notice in
      notice.sequence < copy.head.sequence || notice.hash == nil || notice.hash == copy.head.hash
    }
  }
}
