import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel

/// A read model that holds what a test put there.
final class FixedReadModel: ReadModelQueries {
  /// Items by the table's keys; an owner's key stands where others have an aggregate's name.
  var items: [AggregateID: [String: JSONObject]] = [:]
  /// What a reading that is not consistent finds; nil where it finds the same.
  var behind: [AggregateID: [String: JSONObject]]?
  /// How many items one page holds at most.
  var pageSize = Int.max
  /// Called before a summary is read, with the number of those read before.
  var beforeSummary: ((Int) -> Void)?
  /// Consistent readings and others, in their order.
  private(set) var readings: [Bool] = []
  private var summariesRead = 0
  private let summaryKey: String

  init(noun: Noun = Account.noun) {
    summaryKey = ProjectionType.summary.text(of: noun)
  }

  func put(_ row: ViewRow) throws {
    items[try AggregateID(row.owner.text), default: [:]][row.sortKey] = [:]
  }

  func put(_ item: ReadModelItem, _ noun: Noun) {
    items[item.aggregateID, default: [:]][item.projection.text(of: noun)] = item.attributes
  }

  func summary(of aggregateID: AggregateID, consistent: Bool, deadline: Timestamp?) -> JSONObject? {
    beforeSummary?(summariesRead)
    summariesRead += 1
    return items(consistent)[aggregateID]?[summaryKey]
  }

  func summaries(
    of aggregateIDs: [AggregateID], consistent: Bool, deadline: Timestamp?
  ) -> [AggregateID: JSONObject] {
    let items = items(consistent)
    return Dictionary(
      uniqueKeysWithValues: aggregateIDs.compactMap { name in items[name]?[summaryKey].map { (name, $0) } })
  }

  func auditTrail(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, consistent: Bool,
    deadline: Timestamp?
  ) -> AuditTrailPage {
    let (low, high) = ("AuditTrail#" + from.padded, "AuditTrail#" + through.padded)
    let all = (items(consistent)[aggregateID] ?? [:]).filter { low <= $0.key && $0.key <= high }
    let page = all.sorted { $0.key < $1.key }.prefix(min(limit, pageSize)).map(\.value)
    return AuditTrailPage(
      items: page, last: page.last.flatMap(ProjectionType.auditSequence), hasMore: page.count < all.count)
  }

  func list(
    _ view: String, of owner: OwnerKey, isRanked: Bool, after: String?, limit: Int, deadline: Timestamp?
  ) throws(ReadModelError) -> ViewPage {
    let prefix = ViewRow.prefix(of: view)
    let rows = (try? AggregateID(owner.text)).flatMap { items(false)[$0] } ?? [:]
    let ordered = rows.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var places = (isRanked ? ordered.reversed() : ordered)[...]
    if let after {
      places = places.drop {
        isRanked ? !$0.utf8.lexicographicallyPrecedes(after.utf8) : !after.utf8.lexicographicallyPrecedes($0.utf8)
      }
    }
    let page = places.prefix(min(limit, pageSize))
    return ViewPage(
      rows: page.compactMap { ViewRow(view: view, owner: owner, place: $0, isRanked: isRanked) },
      next: page.count < places.count ? page.last : nil)
  }

  func standing(_ rows: Set<ViewRow>, deadline: Timestamp?) -> Set<ViewRow> {
    let items = items(true)
    return rows.filter { row in (try? AggregateID(row.owner.text)).flatMap { items[$0]?[row.sortKey] } != nil }
  }

  private func items(_ consistent: Bool) -> [AggregateID: [String: JSONObject]] {
    readings.append(consistent)
    return consistent ? items : behind ?? items
  }
}
