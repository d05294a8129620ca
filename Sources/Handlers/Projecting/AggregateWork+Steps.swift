import Environment
import EventSourcing

/// Where an aggregate's work goes on.
extension AggregateWork {
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
    guard case .copy(let copy) = summary.form else { return wait(now) }
    if isSettled(by: summary) {
      note(copy.head)
      end()
    } else if case .waiting(.claim(let from, _)) = state, copy.head.sequence <= from {
      wait(now)
    } else {
      goOn()
    }
  }

  /// Goes on waiting for a claim that has not ended.
  private mutating func wait(_ now: Timestamp) {
    if case .waiting(.claim(let from, let until)) = state, now <= until {
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
