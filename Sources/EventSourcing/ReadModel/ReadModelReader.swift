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
}
