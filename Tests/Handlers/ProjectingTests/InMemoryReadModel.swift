import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel

/// A read model without a database, which keeps to the same contract as the one on DynamoDB.
final class InMemoryReadModel: ReadModelStore {
  /// Every item by account and sort key; tests may damage it.
  var items: [AggregateID: [String: JSONObject]] = [:]
  /// Told of each summary that was put over another: what stood there, what stands there now.
  var onReplace: ((JSONObject?, JSONObject) -> Void)?
  /// Called at each put; a test can let time pass.
  var onPut: (() -> Void)?
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
    var found: [JSONObject] = []
    var place = from
    while place <= through, let item = items[accountID]?[ProjectionType.auditTrail(place).text(of: Account.noun)] {
      if found.count == min(limit, pageSize) {
        return AuditTrailPage(items: found, last: place.previous, hasMore: true)
      }
      found.append(item)
      place = place.next
    }
    return AuditTrailPage(items: found, last: found.isEmpty ? nil : place.previous, hasMore: false)
  }

  func put(_ items: [ReadModelItem], deadline: Timestamp?) throws(ReadModelError) {
    onPut?()
    for item in items {
      self.items[item.aggregateID, default: [:]][item.projection.text(of: Account.noun)] = item.attributes
    }
  }

  func replace(
    _ item: ReadModelItem, ifStill read: JSONObject?, deadline: Timestamp?
  ) throws(ReadModelError) -> Bool {
    let standing = items[item.aggregateID]?[item.projection.text(of: Account.noun)]
    guard SummaryIdentity.same(standing, read) else { return SummaryIdentity.same(standing, item.attributes) }
    items[item.aggregateID, default: [:]][item.projection.text(of: Account.noun)] = item.attributes
    onReplace?(standing, item.attributes)
    return true
  }

  func remove(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) {
    items[accountID]?[projection.text(of: Account.noun)] = nil
  }
}
