import EventSourcing

/// What came of folding one account anew.
public struct RebuildOutcome: Hashable, Sendable {
  /// Where the summary stands; ``SequenceNumber/zero`` for an account without events.
  public let reached: SequenceNumber
  /// How many events were folded by this call; fewer than `reached` where it went on from an earlier one.
  public let events: Int

  public init(reached: SequenceNumber, events: Int) {
    self.reached = reached
    self.events = events
  }
}
