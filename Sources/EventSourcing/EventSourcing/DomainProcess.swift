import JSON

/// A process across aggregates: a domain whose aggregates each remember how far one run of it has come.
///
/// It is pure, as the domain is. What runs it (`Processing`) carries out each step under an idempotency key made from the
/// event that caused it, so that a step may be begun as often as one likes and is done once; and what came of a step is
/// recorded as the run's next event, from which the process goes on.
public protocol DomainProcess: Domain {
  /// The types of events after which there is something to do.
  static var drivingTypes: [EventType] { get }

  /// What is to be done next.
  ///
  /// - Parameters:
  ///   - event: the run's last event.
  ///   - state: what its events add up to.
  ///   - outcomes: what came of the commands that this function asked for since that event, in their order.
  /// - Returns: nil where there is nothing to do, for now or for good.
  static func step(
    after event: Event, in state: State, of aggregateID: AggregateID, given outcomes: [ProcessOutcome]
  ) -> ProcessStep<Command>?

  /// Whether the run has stopped where it cannot go on by itself.
  static func needsOperator(_ state: State) -> Bool
}
