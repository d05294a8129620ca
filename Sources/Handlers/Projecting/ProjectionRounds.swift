import Environment
import EventSourcing
import JSON
import ReadModel

/// Brings several aggregates forward, a stretch of events at a time, all of them in common round trips.
///
/// A round reads summaries and log ends, proves the one by the other, claims what is more than one event, writes audit
/// items and snapshots, and then the summaries, each only if it is still the one that was read.
///
/// No key paths here: those of generic types are made anew each time they are used, for the price of an event's folding.
struct ProjectionRounds<Model: Domain> {
  let stores: ProjectionStores
  let pause: RoundPause
  let deadline: Timestamp?
  var work: [AggregateWork<Model>]

  /// Until nothing is left to do but refolds.
  mutating func run() {
    var isFirst = true
    while true {
      let open = work.indices.filter { work[$0].isOpen }
      if open.isEmpty { return }
      if !isFirst, !stores.hasTime(until: deadline) {
        for place in open { work[place].end(.outOfTime(reached: work[place].report.version)) }
        return
      }
      isFirst = false
      let due = settle(open)
      let tails = stores.log.projectionTails(
        of: due.map { work[$0].aggregateID }, events: events(for: due), deadline: deadline)
      var plans: [ProjectionPlan<Model>] = []
      for number in due.indices {
        if let plan = plan(due[number], tails[number]) { plans.append(plan) }
      }
      let refused = claim(for: plans)
      write(plans.filter { !refused.contains($0.place) }.compactMap { stretch(of: $0) })
      pause.wait(for: work.lazy.filter { $0.isOpen }.compactMap { $0.waitFactor }.max())
    }
  }

  /// How many of the last events are read of each log: those that have a notice, and some that are newer or older.
  private func events(for due: [Int]) -> Int {
    due.reduce(0) { most, place in
      let notices = work[place].demand.notices.count
      return max(most, notices == 0 ? TailLength.withoutNotice : min(notices + TailLength.more, TailLength.most))
    }
  }

  /// Ends what a summary alone can end: what was projected before, and what another projector has done meanwhile.
  ///
  /// - Returns: those that have to be looked at.
  private mutating func settle(_ open: [Int]) -> [Int] {
    let asked = open.filter { work[$0].asksSummaryFirst }
    if asked.isEmpty { return open }
    let isWaited = asked.contains { work[$0].waitsForClaim }
    do {
      let found = try stores.readModel.summaries(
        of: asked.map { work[$0].aggregateID }, consistent: isWaited, deadline: deadline)
      for place in asked {
        let aggregateID = work[place].aggregateID
        work[place].take(StoredSummary(found[aggregateID], of: aggregateID), now: stores.clock.now())
      }
    } catch {
      for place in asked { work[place].end(.readModel(error)) }
    }
    return open.filter { work[$0].isDue }
  }

  /// Asks for the claims that are needed, all at once.
  ///
  /// - Returns: the places of those that another projector came before.
  private mutating func claim(for plans: [ProjectionPlan<Model>]) -> Set<Int> {
    let now = stores.clock.now()
    var asked: [(place: Int, claim: ProjectionClaim)] = plans.filter { $0.needsClaim }.map { plan in
      (plan.place, claim(plan.place, from: plan.start, stores.settings.claimMilliseconds, now))
    }
    for place in work.indices {
      guard case .refolding(let summary, isClaimed: false) = work[place].state else { continue }
      // So that the first claim behind the new summary, which stands where the old one did, need not wait for this one.
      let from = summary.position?.sequence.previous ?? .zero
      asked.append((place, claim(place, from: from, stores.settings.refoldClaimMilliseconds, now)))
    }
    if asked.isEmpty { return [] }
    var refused: Set<Int> = []
    let claims = stores.readModel.claim(asked.map { $0.claim }, now: now, deadline: deadline)
    for number in asked.indices {
      let place = asked[number].place
      switch claims[number] {
      case .success(.granted):
        work[place].refoldClaimed()
        continue
      case .success(.held(let from, let until)): work[place].yield(to: .claim(from: from, until: until))
      case .failure(let error): work[place].end(.readModel(error))
      }
      refused.insert(place)
    }
    return refused
  }

  private func claim(
    _ place: Int, from: SequenceNumber, _ milliseconds: Int64, _ now: Timestamp
  ) -> ProjectionClaim {
    ProjectionClaim(
      aggregateID: work[place].aggregateID, from: from, until: now.adding(milliseconds: milliseconds))
  }

  /// Writes what the stretches come to, the summaries last.
  private mutating func write(_ stretches: [ProjectionStretch<Model>]) {
    // With time left for the summaries of those whose items were written: where the table is slow, each try gets on.
    let put = stores.readModel.put(
      stretches.map { $0.slice.items }, deadline: deadline?.adding(milliseconds: -stores.settings.reserve))
    var open: [ProjectionStretch<Model>] = []
    for number in stretches.indices {
      switch put[number] {
      case .success: open.append(stretches[number])
      case .failure(let error): work[stretches[number].place].end(.readModel(error))
      }
    }
    let replacements = open.map { $0.replacement(of: work[$0.place].aggregateID) }
    let replaced = stores.readModel.replace(replacements, deadline: deadline)
    for number in open.indices {
      let stretch = open[number]
      switch replaced[number] {
      case .success(true): work[stretch.place].finish(stretch)
      case .success(false): work[stretch.place].yield(to: .rival)
      case .failure(let error): work[stretch.place].end(.readModel(error))
      }
    }
  }
}

/// How many of a log's last events are read with its summary; what lies further back is read as a stretch.
private enum TailLength {
  /// What a short lag leaves behind.
  static let withoutNotice = 10
  /// Beside those that have a notice.
  static let more = 2
  static let most = 25
}
