import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel

/// Folds an account anew from its log, while the summary that is there goes on being served, and then replaces it.
///
/// A long log is folded in slices; `AccountRebuild` keeps how far it came, so that another invocation goes on from there.
struct AccountRefold {
  let stores: ProjectionStores
  let retry: ConflictRetry
  let accountID: AggregateID
  /// What the refold belongs to. Progress that another one left is not gone on from: since then, items before it may have
  /// been lost.
  let run: String
  /// Keeps the refold slow; nil for as fast as it goes.
  var pace: RebuildPace?
  let deadline: Timestamp?

  /// Replaces a summary that is damaged or of another fold; leaves one that another projector has put right.
  func repair() throws(ProjectionFailure) -> RebuildOutcome {
    try refold(mends: true, force: false)
  }

  /// Replaces the summary and the write side's checkpoint, whatever they are.
  ///
  /// - Parameter force: whether also a summary that is ahead of the log.
  func rebuild(force: Bool) throws(ProjectionFailure) -> RebuildOutcome {
    try refold(mends: false, force: force)
  }

  private func refold(mends: Bool, force: Bool) throws(ProjectionFailure) -> RebuildOutcome {
    var progress = try resumed()
    var conflicts = 0
    while true {
      let stored = try stores.item(.summary, of: accountID, deadline: deadline)
      let standing = stored.flatMap { FoldedCopy<Account>(attributes: $0, of: accountID) }
      if mends, let standing { return RebuildOutcome(reached: standing.head.sequence, events: progress.count) }
      try foldToEnd(&progress)
      let reached = progress.fold.head.sequence
      if !force, let standing, standing.head.sequence > reached {
        throw .readModelAhead(version: standing.head.sequence, log: reached)
      }
      if reached == .zero { return RebuildOutcome(reached: .zero, events: 0) }
      let summary = progress.fold.item(.summary, of: accountID)
      if try stores.replace(summary, ifStill: stored, deadline: deadline) {
        if !mends { try stores.replaceCheckpoint(with: progress.fold.copy(of: accountID), deadline: deadline) }
        if progress.isKept { try stores.remove(.rebuild, of: accountID, deadline: deadline) }
        return RebuildOutcome(reached: reached, events: progress.count)
      }
      conflicts += 1
      guard retry.pause(afterConflict: conflicts, deadline: deadline) else { throw .contended }
    }
  }

  // MARK: Progress

  private struct Progress {
    var fold = AccountFold()
    /// Events folded here.
    var count = 0
    /// Whether an `AccountRebuild` item is there.
    var isKept = false
  }

  /// The progress that an earlier invocation kept, if the log proves that it stands in it.
  private func resumed() throws(ProjectionFailure) -> Progress {
    var progress = Progress()
    guard let stored = try stores.item(.rebuild, of: accountID, deadline: deadline) else { return progress }
    progress.isKept = true
    guard stored[Self.runAttribute] == .string(run) else { return progress }
    guard let copy = FoldedCopy<Account>(attributes: stored, of: accountID) else { return progress }
    let place = copy.head.sequence
    let page = try stores.slice(of: accountID, from: place, through: place, deadline: deadline)
    if page.events.first?.hash == copy.head.hash { progress.fold = AccountFold(copy) }
    return progress
  }

  private func foldToEnd(_ progress: inout Progress) throws(ProjectionFailure) {
    let end = SequenceNumber.zero.advanced(by: SequenceNumber.maximum)
    while true {
      let next = progress.fold.head.sequence.next
      let page = try stores.slice(of: accountID, from: next, through: end, deadline: deadline)
      if page.events.isEmpty { return }
      let slice = FoldedSlice(
        page.events, onto: progress.fold, snapshotInterval: stores.settings.snapshotInterval)
      try stores.put(slice.items, deadline: deadline)
      progress.fold = slice.fold
      progress.count += slice.count
      pace?.took(slice.count)
      if let failure = slice.failure { throw failure }
      guard page.hasMore else { return }
      try keep(slice.fold)
      progress.isKept = true
      guard stores.hasTime(until: deadline), pace?.wait(deadline: deadline) ?? true else {
        throw .outOfTime(reached: slice.fold.head.sequence)
      }
    }
  }

  private static let runAttribute = "Run"

  private func keep(_ fold: AccountFold) throws(ProjectionFailure) {
    var content = fold.copy(of: accountID).attributes
    content[Self.runAttribute] = .string(run)
    let item = ReadModelItem(aggregateID: accountID, projection: .rebuild, content: content, noun: Account.noun)
    try stores.put([item], deadline: deadline)
  }
}
