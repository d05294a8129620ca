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
  private(set) var report: ProjectionReport
  private(set) var state: State
  private(set) var looks = 0
  private var tries = 0
  /// The place that the read model has to reach.
  private var goal: SequenceNumber

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

  private func isAnnounced(_ sequence: SequenceNumber) -> Bool {
    demand.notices.contains { $0.sequence == sequence }
  }

  /// Whether a summary alone says that everything is done.
  func isSettled(by summary: StoredSummary<Model>) -> Bool {
    guard case .copy(let copy) = summary.form, goal <= copy.head.sequence else { return false }
    return demand.notices.allSatisfy { notice in
      notice.sequence < copy.head.sequence || notice.hash == nil || notice.hash == copy.head.hash
    }
  }

  // MARK: Where it goes on

  /// Whether the rounds are not done with it.
  var isOpen: Bool {
    switch state {
    case .due, .waiting: true
    case .refolding, .done: false
    }
  }

  /// Whether the log has to be read next.
  var isDue: Bool {
    switch state {
    case .due, .waiting(.rival), .waiting(.log): true
    case .waiting(.claim), .refolding, .done: false
    }
  }

  /// Whether another projector has a claim that this one waits for.
  var waitsForClaim: Bool { if case .waiting(.claim) = state { true } else { false } }

  /// Whether the summary alone may tell that there is nothing to do.
  var asksSummaryFirst: Bool { if case .due(fromSummary: true) = state { true } else { waitsForClaim } }

  /// How long to wait before the next look, in units of the shortest wait; nil for not at all.
  var waitFactor: Int? {
    switch state {
    case .waiting(.claim), .waiting(.rival): 1
    case .waiting(.log): 1 << max(0, looks - 1)
    case .due, .refolding, .done: nil
    }
  }

  mutating func goOn() { state = .due(fromSummary: false) }

  /// Goes on from a summary that was read alone.
  mutating func take(_ summary: StoredSummary<Model>, now: Timestamp) {
    if isSettled(by: summary), case .copy(let copy) = summary.form {
      note(copy.head)
      end()
    } else if case .waiting(.claim(let from, let until)) = state, now <= until,
      summary.position?.sequence ?? .zero <= from
    {
      yield(to: .claim(from: from, until: until))
    } else {
      goOn()
    }
  }

  mutating func refold(_ summary: StoredSummary<Model>, isClaimed: Bool = false) {
    state = .refolding(summary, isClaimed: isClaimed)
  }

  /// The claim for a refold is granted.
  mutating func refoldClaimed() {
    if case .refolding(let summary, isClaimed: false) = state { refold(summary, isClaimed: true) }
  }

  mutating func end(_ failure: ProjectionFailure? = nil) {
    report.failure = failure
    state = .done
  }

  /// Leaves a summary that this code does not understand as it is: what it covers is projected.
  mutating func leave(_ summary: StoredSummary<Model>, for failure: ProjectionFailure) {
    report.version = summary.position?.sequence ?? .zero
    end(failure)
  }

  /// Everything that was read is in the read model.
  mutating func catchUp() {
    if goal > report.version { look(for: .notInStore(goal)) } else { end() }
  }

  /// Looks again, a few times, for what the log should hold.
  mutating func look(for failure: ProjectionFailure) {
    looks += 1
    if looks < Self.maximumLooks { state = .waiting(.log(failure)) } else { end(failure) }
  }

  /// Waits for another projector.
  mutating func yield(to wait: Wait) {
    tries += 1
    if tries < Self.maximumTries { state = .waiting(wait) } else { end(.contended) }
  }

  /// A stretch is in the read model now.
  mutating func finish(_ stretch: ProjectionStretch<Model>) {
    for event in stretch.slice.events where isAnnounced(event.sequence) {
      report.times[event.sequence] = event.timestamp
    }
    report.events += stretch.slice.events.count
    report.version = stretch.slice.fold.head.sequence
    if let failure = stretch.failure { end(failure) } else if stretch.hasMore { goOn() } else { catchUp() }
  }

  /// The log was folded anew.
  mutating func finish(_ outcome: RebuildOutcome) {
    report.refolded += outcome.events
    report.version = outcome.reached
    end(goal > outcome.reached ? .notInStore(goal) : nil)
  }
}
