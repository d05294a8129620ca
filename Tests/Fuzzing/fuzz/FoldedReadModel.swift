import Accounts
import Environment
import EventSourcing
import JSON
import ReadModel

/// The read model of some accounts, folded from their logs.
final class FoldedReadModel: ReadModelQueries {
  private let logs: [AggregateID: [RecordedEvent]]

  init(_ logs: [AggregateID: [RecordedEvent]]) {
    self.logs = logs
  }

  func summary(of aggregateID: AggregateID, consistent: Bool, deadline: Timestamp?) -> JSONObject? {
    guard let events = logs[aggregateID], let last = events.last else { return nil }
    let copy = FoldedCopy<Account>(aggregateID: aggregateID, head: last.head, state: state(of: events))
    return ReadModelItem(copy, as: .summary).attributes
  }

  func summaries(
    of aggregateIDs: [AggregateID], consistent: Bool, deadline: Timestamp?
  ) -> [AggregateID: JSONObject] {
    var found: [AggregateID: JSONObject] = [:]
    for name in aggregateIDs { found[name] = summary(of: name, consistent: consistent, deadline: deadline) }
    return found
  }

  func auditTrail(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, consistent: Bool,
    deadline: Timestamp?
  ) -> AuditTrailPage {
    let events = (logs[aggregateID] ?? []).filter { from <= $0.sequence && $0.sequence <= through }
    let page = events.prefix(limit)
    return AuditTrailPage(
      items: page.map { ReadModelItem(auditing: $0, noun: Account.noun).attributes }, last: page.last?.sequence,
      hasMore: page.count < events.count)
  }

  func list(
    _ view: String, of owner: OwnerKey, isRanked: Bool, after: String?, limit: Int, deadline: Timestamp?
  ) -> ViewPage {
    let rows = rows.filter { $0.view == view && $0.owner == owner && $0.place > after ?? "" }
    let page = rows.sorted { $0.place < $1.place }.prefix(limit)
    return ViewPage(rows: Array(page), next: page.count < rows.count ? page.last?.place : nil)
  }

  func standing(_ rows: Set<ViewRow>, deadline: Timestamp?) -> Set<ViewRow> { self.rows.intersection(rows) }

  private var rows: Set<ViewRow> {
    logs.reduce(into: []) { rows, log in
      rows.formUnion(ViewRow.rows(of: log.key, in: state(of: log.value), Account.self))
    }
  }

  private func state(of events: [RecordedEvent]) -> AccountState {
    events.reduce(Account.initial) { state, event in
      (try? Account.event(from: event)).map { Account.evolve(state, $0) } ?? state
    }
  }
}
