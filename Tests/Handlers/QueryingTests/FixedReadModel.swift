import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel

/// A read model that holds what a test put there.
final class FixedReadModel: ReadModelReader {
  var items: [AggregateID: [String: JSONObject]] = [:]
  /// How many audit items one page holds at most.
  var pageSize = Int.max

  func item(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject? {
    items[accountID]?[projection.text(of: Account.noun)]
  }

  func auditTrail(
    of accountID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(ReadModelError) -> AuditTrailPage {
    let all = (items[accountID] ?? [:]).filter {
      ProjectionType.auditTrail(from).text(of: Account.noun) <= $0.key
        && $0.key <= ProjectionType.auditTrail(through).text(of: Account.noun)
    }
    let page = all.sorted { $0.key < $1.key }.prefix(min(limit, pageSize))
    let last = page.last.flatMap { Int($0.key.dropFirst(ProjectionType.auditTrailPrefix.count)) }
    return AuditTrailPage(
      items: page.map(\.value), last: last.flatMap(SequenceNumber.init), hasMore: page.count < all.count)
  }
}
