import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel

/// A read model without a database, which keeps to the same contract as the one on DynamoDB.
final class InMemoryReadModel: ReadModelStore {
  /// Every item by account and sort key; tests may damage it.
  var items: [AggregateID: [String: JSONObject]] = [:]
  /// Rows of views.
  var rows: Set<ViewRow> = []
  /// What an account's writes fail with.
  var failures: [AggregateID: ReadModelError] = [:]
  /// What reading summaries alone fails with.
  var summariesFailure: ReadModelError?
  /// Told of each summary that was put over another: what stood there, what stands there now.
  var onReplace: ((JSONObject?, JSONObject) -> Void)?
  /// Called at each put; a test can let time pass.
  var onPut: (() -> Void)?

  private let noun: Noun

  init(noun: Noun = Account.noun) {
    self.noun = noun
  }

  /// Writes so far.
  private(set) var auditWrites = 0
  private(set) var summaryWrites = (tried: 0, lost: 0)
  private(set) var claims = (asked: 0, granted: 0)
  private(set) var rowWrites = 0

  func item(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject? {
    items[accountID]?[projection.text(of: noun)]
  }

  func summaries(
    of accountIDs: [AggregateID], consistent: Bool, deadline: Timestamp?
  ) throws(ReadModelError) -> [AggregateID: JSONObject] {
    if let summariesFailure { throw summariesFailure }
    var found: [AggregateID: JSONObject] = [:]
    for accountID in accountIDs { found[accountID] = try item(.summary, of: accountID, deadline: deadline) }
    return found
  }

  func put(_ groups: [[ReadModelItem]], deadline: Timestamp?) -> [Result<Void, ReadModelError>] {
    groups.map { group in
      if let failure = group.first.flatMap({ failures[$0.aggregateID] }) { return .failure(failure) }
      for item in group { put(item) }
      return .success(())
    }
  }

  /// Puts one item.
  func put(_ item: ReadModelItem) {
    onPut?()
    if case .auditTrail = item.projection { auditWrites += 1 }
    items[item.aggregateID, default: [:]][item.projection.text(of: noun)] = item.attributes
  }

  func replace(_ replacements: [SummaryReplacement], deadline: Timestamp?) -> [Result<Bool, ReadModelError>] {
    replacements.map { replacement in
      let item = replacement.item
      if let failure = failures[item.aggregateID] { return .failure(failure) }
      let standing = items[item.aggregateID]?[item.projection.text(of: noun)]
      summaryWrites.tried += 1
      guard SummaryIdentity.same(standing, replacement.read) else {
        summaryWrites.lost += 1
        return .success(SummaryIdentity.same(standing, item.attributes))
      }
      items[item.aggregateID, default: [:]][item.projection.text(of: noun)] = item.attributes
      rowWrites += replacement.added.count + replacement.removed.count
      rows = rows.union(replacement.added).subtracting(replacement.removed)
      onReplace?(standing, item.attributes)
      return .success(true)
    }
  }

  func claim(
    _ claims: [ProjectionClaim], now: Timestamp, deadline: Timestamp?
  ) -> [Result<ProjectionClaim.Outcome, ReadModelError>] {
    claims.map { claim in
      self.claims.asked += 1
      if let standing = standingClaims[claim.aggregateID], standing.from >= claim.from, standing.until >= now {
        return .success(.held(from: standing.from, until: standing.until))
      }
      standingClaims[claim.aggregateID] = claim
      self.claims.granted += 1
      return .success(.granted)
    }
  }

  private var standingClaims: [AggregateID: ProjectionClaim] = [:]

  func remove(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) {
    items[accountID]?[projection.text(of: noun)] = nil
  }
}
