import Environment
import JSON

/// The write side's own copies of folded aggregates, for those who check and repair them.
public protocol CheckpointStore: AnyObject {
  /// Reads an aggregate's checkpoint, strongly consistent.
  ///
  /// - Returns: its attributes, or nil where there is none.
  func checkpoint(of aggregateID: AggregateID, deadline: Timestamp?) throws(EventStoreError) -> JSONObject?

  /// Puts a copy in the place of the checkpoint, whatever that is.
  func replaceCheckpoint(
    with copy: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(EventStoreError)
}
