import EventSourcing
import JSON
import ReadModel

extension IntegrityCheck {
  /// Compares the audit items of events that were checked.
  mutating func compareAuditTrail(of events: [RecordedEvent]) throws(QueryFailure) {
    guard let version = summary.version else { return }
    var expected = events.filter { $0.sequence <= version }[...]
    while summary.finding.difference == nil, let first = expected.first, let last = expected.last {
      let page = try sources.auditTrail(
        of: aggregateID, from: first.sequence, through: last.sequence, limit: expected.count, consistent: true,
        deadline: deadline)
      for item in page.items {
        guard let event = expected.first, ProjectionType.auditSequence(of: item) == event.sequence else { break }
        expected.removeFirst()
        guard ReadModelItem(auditing: event, noun: Model.noun).attributes == item else {
          summary.note("the audit item of event \(event.sequence) is not what the log has")
          return
        }
      }
      if !page.hasMore || expected.first == first, let missing = expected.first {
        summary.note("the audit item of event \(missing.sequence) is missing")
      }
    }
  }

  /// Looks for the rows of views that belong to the summary's state.
  mutating func compareRows() throws(QueryFailure) {
    guard
      summary.finding.isCompared, summary.finding.difference == nil, let attributes = summary.attributes,
      let copy = FoldedCopy<Model>(attributes: attributes, of: aggregateID)
    else { return }
    let rows = ViewRow.rows(of: aggregateID, in: copy.state, Model.self)
    guard let missing = try rows.subtracting(sources.standing(rows, deadline: deadline)).first else { return }
    // A projection may have gone on meanwhile, and taken the row to another owner.
    let present = try sources.summary(of: aggregateID, consistent: true, deadline: deadline)
    if SummaryIdentity.same(present, attributes) {
      summary.note("\(missing.view) of \(missing.owner.text.debugDescription) does not list it")
    }
  }
}
