import Environment

/// The log as the projection reads it, beside the summaries that it writes.
public protocol ProjectionLog: EventStore, CheckpointStore {
  /// Reads the ends of several logs and the summaries of their aggregates in one parallel round trip, strongly
  /// consistent.
  ///
  /// As everywhere in a store, what shows in part is looked at again before it is handed out.
  ///
  /// - Parameters:
  ///   - aggregateIDs: each once.
  ///   - events: how many of the last events to read of each log.
  /// - Returns: one tail for each, in their order, each with its own failure.
  func projectionTails(of aggregateIDs: [AggregateID], events: Int, deadline: Timestamp?) -> [ProjectionTail]
}
