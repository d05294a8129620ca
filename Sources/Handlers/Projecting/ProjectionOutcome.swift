/// What came of projecting one event.
public enum ProjectionOutcome: Hashable, Sendable {
  /// The event, and `missing` events before it that the bus had not brought yet, are in the read model now.
  case applied(missing: Int)
  /// The event had been applied before.
  case duplicate
  /// The stored summary was not fit to build on, and `events` events were folded anew.
  case refolded(events: Int)
}
