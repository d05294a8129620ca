import Environment
import EventSourcing
import JSON

/// Reads and writes the read model.
///
/// The projection puts audit items and snapshots first, which is the same however often it is done, and replaces the
/// summary last, so that a summary never names an event whose audit item is missing.
public protocol ReadModelStore: ReadModelReader {
  /// Puts items, over what is there. After an error any of them may be in.
  func put(_ items: [ReadModelItem], deadline: Timestamp?) throws(ReadModelError)

  /// Puts an item if the one in its place is still the one that was read.
  ///
  /// - Parameter read: the attributes that were read; nil where there was no item.
  /// - Returns: whether it was put. After a lost answer it may say false of its own write.
  func replace(
    _ item: ReadModelItem, ifStill read: JSONObject?, deadline: Timestamp?
  ) throws(ReadModelError) -> Bool

  /// Removes an item; that there is none is no error.
  func remove(
    _ projection: ProjectionType, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError)
}
