import Environment
import EventSourcing
import JSON

/// Reads what the projection wrote.
public protocol ReadModelReader: AnyObject {
  /// Reads one item, strongly consistent.
  ///
  /// - Returns: its attributes, or nil where there is none.
  func item(
    _ projection: ProjectionType, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject?

  /// Reads audit items in order of sequence, from `from` through `through`.
  ///
  /// - Returns: one page, and whether more follow it. A page may be shorter than `limit` and not be the last.
  func auditTrail(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(ReadModelError) -> AuditTrailPage
}
