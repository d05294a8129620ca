import Environment
import EventSourcing

/// Says that one projector is about to write what stands behind a summary, so that others need not write the same.
///
/// Claims only save writes: what makes the read model right is the condition on the summary. Nobody takes one back; it
/// ends by itself, or by a claim from further on.
public struct ProjectionClaim: Hashable, Sendable {
  public let aggregateID: AggregateID
  /// The summary's `Version` that the work begins from.
  public let from: SequenceNumber
  /// When the claim ends.
  public let until: Timestamp

  public init(aggregateID: AggregateID, from: SequenceNumber, until: Timestamp) {
    self.aggregateID = aggregateID
    self.from = from
    self.until = until
  }

  /// What came of asking for one.
  public enum Outcome: Hashable, Sendable {
    case granted
    /// Another projector has one from the same place or from further on.
    case held(from: SequenceNumber, until: Timestamp)
  }
}
