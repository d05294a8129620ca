import Environment
import EventSourcing
import ReadModel

/// Folds an aggregate anew from its log, while the summary that is there goes on being served, and then replaces it.
struct Refold<Model: Domain> {
  enum Purpose {
    /// To replace a summary that no projector can build on; one that was put right meanwhile is left.
    case repair(StoredSummary<Model>)
    /// To replace all that is there.
    case rebuild(run: String, force: Bool)
  }

  let stores: ProjectionStores
  let retry: ConflictRetry
  let aggregateID: AggregateID
  let purpose: Purpose
  let deadline: Timestamp?

  /// - Parameter afterSlice: told of each slice how many events it had; false ends the call with what has been reached.
  func run(afterSlice: (Int) -> Bool = { _ in true }) throws(ProjectionFailure) -> RebuildOutcome {
    var progress = try RefoldProgress<Model>(
      stores: stores, aggregateID: aggregateID, audited: try audited, run: runName, deadline: deadline)
    var race = retry.begin()
    while true {
      let summary = StoredSummary<Model>(
        try stores.item(.summary, of: aggregateID, deadline: deadline), of: aggregateID)
      if let version = versionPutRight(summary) { return RebuildOutcome(reached: version, events: progress.count) }
      let failure = try progress.foldToEnd(afterSlice: afterSlice)
      if try replace(summary, with: progress, failure) {
        try tidy(progress)
        if let failure { throw failure }
        return RebuildOutcome(reached: progress.fold.head.sequence, events: progress.count)
      }
      guard retry.pause(&race, deadline: deadline) else { throw .contended }
    }
  }

  /// - Parameter failure: what ended the fold before the log's end.
  /// - Returns: whether the summary is replaced, or there is none and nothing to fold.
  private func replace(
    _ summary: StoredSummary<Model>, with progress: RefoldProgress<Model>, _ failure: ProjectionFailure?
  ) throws(ProjectionFailure) -> Bool {
    let reached = progress.fold.head.sequence
    if !isForced {
      if case .newer(let version) = summary.form { throw .newerFold(version) }
      if let version = summary.position?.sequence, version > reached {
        throw failure ?? .readModelAhead(version: version, log: reached)
      }
    }
    if reached == .zero {
      if let failure { throw failure }
      guard let version = summary.position?.sequence else { return true }
      throw .readModelAhead(version: version, log: .zero)
    }
    let rows = ViewRow.rows(of: aggregateID, in: progress.fold.state, Model.self)
    return try stores.replace(
      SummaryReplacement(
        ReadModelItem(progress.fold.copy(of: aggregateID), as: .summary), ifStill: summary.attributes, adding: rows,
        removing: summary.rows(of: aggregateID).subtracting(rows)),
      deadline: deadline)
  }

  private func tidy(_ progress: RefoldProgress<Model>) throws(ProjectionFailure) {
    if case .rebuild = purpose, progress.fold.head.sequence > .zero {
      try stores.replaceCheckpoint(with: progress.fold.copy(of: aggregateID), deadline: deadline)
    }
    if progress.isKept { try stores.remove(.rebuild, of: aggregateID, deadline: deadline) }
  }

  private var isForced: Bool { if case .rebuild(_, force: true) = purpose { true } else { false } }

  /// What progress is kept under. Repairs of one kind share theirs.
  private var runName: String {
    switch purpose {
    case .repair(let summary): if case .older = summary.form { "fold" } else { "repair" }
    case .rebuild(let run, _): run
    }
  }

  /// Through which event the audit trail is right: the fold does not change it. Only a summary that stands in the log
  /// vouches for it.
  private var audited: SequenceNumber {
    get throws(ProjectionFailure) {
      guard case .repair(let summary) = purpose, case .older = summary.form, let position = summary.position else {
        return .zero
      }
      let hash = try stores.hash(of: position.sequence, of: aggregateID, deadline: deadline)
      return hash == position.hash ? position.sequence : .zero
    }
  }

  /// Where a summary stands that another projector has put right; nil for the broken one, and for a rebuild.
  private func versionPutRight(_ summary: StoredSummary<Model>) -> SequenceNumber? {
    guard case .repair(let broken) = purpose, case .copy(let copy) = summary.form else { return nil }
    return SummaryIdentity.same(broken.attributes, summary.attributes) ? nil : copy.head.sequence
  }
}
