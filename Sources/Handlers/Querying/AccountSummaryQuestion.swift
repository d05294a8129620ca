import Accounts
import Environment
import EventSourcing
import Invocation
import JSON
import ReadModel

/// `getAccountSummary`: the account as the read model has it, or as the log has it.
struct AccountSummaryQuestion: Question {
  private let accountID: AggregateID
  private let minimum: SequenceNumber?
  private let isConsistent: Bool

  init(_ fields: Fields) throws(RequestError) {
    accountID = try fields.aggregateID("accountId")
    minimum = try fields.sequence("minSequence", from: 0)
    isConsistent = try fields.optionalBool("consistent") ?? false
  }

  func answer(from sources: QuerySources, deadline: Timestamp?) throws(QueryFailure) -> Answer {
    let stored = try sources.summary(of: accountID, deadline: deadline)
    if let stored, isServable(stored) { return Self.found(stored) }
    if stored == nil && !isConsistent && minimum == nil { return Self.notFound }
    let reader = AccountReader(sources: sources, accountID: accountID, deadline: deadline)
    let end = SequenceNumber.zero.advanced(by: SequenceNumber.maximum)
    let account = try reader.account(through: end, copies: stored.map { [$0] } ?? [])
    if account.head.sequence > .zero { return Self.found(ReadModelItem(account, as: .summary).attributes) }
    if stored == nil { return Self.notFound }
    throw .eventStore(.corrupt(accountID, at: .zero.next, LogChain.Fault.missing(.zero.next).description))
  }

  /// Whether the stored item may be the answer. One of another fold is served until the projection has folded anew; one
  /// that was altered is not.
  private func isServable(_ stored: JSONObject) -> Bool {
    if isConsistent { return false }
    let version = stored["Version"]?.number?.int ?? 0
    if let minimum, minimum.value > version { return false }
    if stored["ProjectionVersion"]?.number?.int != Account.foldVersion { return true }
    return FoldedCopy<Account>(attributes: stored, of: accountID) != nil
  }

  private static func found(_ item: JSONObject) -> Answer {
    Answer(statusCode: 200, body: .object(item))
  }

  static let notFound = Answer(statusCode: 404, body: ["error": "Account not found"])
}
