import Environment
import EventSourcing
import JSON

/// Reads what questions are answered from.
///
/// Where an answer is behind the log anyway, reads need not be consistent: that costs half as much.
public protocol ReadModelQueries: AnyObject {
  /// Reads an aggregate's summary.
  ///
  /// - Returns: its attributes, or nil where there is none.
  func summary(
    of aggregateID: AggregateID, consistent: Bool, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject?

  /// Reads the summaries of several aggregates in one round trip.
  ///
  /// - Returns: the attributes of those that there are.
  func summaries(
    of aggregateIDs: [AggregateID], consistent: Bool, deadline: Timestamp?
  ) throws(ReadModelError) -> [AggregateID: JSONObject]

  /// Reads audit items in order of sequence, from `from` through `through`.
  ///
  /// - Returns: one page, and whether more follow it. A page may be shorter than `limit` and not be the last.
  func auditTrail(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, consistent: Bool,
    deadline: Timestamp?
  ) throws(ReadModelError) -> AuditTrailPage

  /// Reads which aggregates a view lists under an owner's key, in the order of their names' bytes.
  ///
  /// - Parameters:
  ///   - isRanked: whether the view has an order of its own, the greatest rank first.
  ///   - after: the place behind which to begin; nil for the beginning.
  func list(
    _ view: String, of owner: OwnerKey, isRanked: Bool, after: String?, limit: Int, deadline: Timestamp?
  ) throws(ReadModelError) -> ViewPage

  /// Which of these rows are there, strongly consistent.
  func standing(_ rows: Set<ViewRow>, deadline: Timestamp?) throws(ReadModelError) -> Set<ViewRow>
}
