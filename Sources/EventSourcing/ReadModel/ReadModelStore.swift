import Environment
import EventSourcing
import JSON

/// Reads and writes the read model, of several aggregates at once.
///
/// The projection puts audit items and snapshots first, which is the same however often it is done, and replaces the
/// summary last, so that a summary never names an event whose audit item is missing.
public protocol ReadModelStore: ReadModelReader {
  /// Reads the summaries of several aggregates in one round trip.
  ///
  /// - Parameter consistent: whether the answer reflects all writes acknowledged before; costs twice as much.
  /// - Returns: the attributes of those that there are.
  func summaries(
    of aggregateIDs: [AggregateID], consistent: Bool, deadline: Timestamp?
  ) throws(ReadModelError) -> [AggregateID: JSONObject]

  /// Puts items, over what is there. After an error any of them may be in.
  ///
  /// - Parameter groups: the items of one aggregate each.
  /// - Returns: one result for each group, in their order.
  func put(_ groups: [[ReadModelItem]], deadline: Timestamp?) -> [Result<Void, ReadModelError>]

  /// Puts each summary, and moves the rows that go with it, if the one in its place is still the one that was read.
  ///
  /// - Returns: for each whether it was put, in their order. After a lost answer it may say false of its own write.
  func replace(_ replacements: [SummaryReplacement], deadline: Timestamp?) -> [Result<Bool, ReadModelError>]

  /// Asks for claims, each granted unless another one from the same place or from further on has not ended.
  ///
  /// - Returns: one outcome for each, in their order.
  func claim(
    _ claims: [ProjectionClaim], now: Timestamp, deadline: Timestamp?
  ) -> [Result<ProjectionClaim.Outcome, ReadModelError>]

  /// Removes an item; that there is none is no error.
  func remove(
    _ projection: ProjectionType, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError)
}
