import JSON

/// An aggregate with all that handlers, read model and infrastructure have to know of it: a domain is one module.
///
/// Like ``Aggregate`` it is pure: no I/O, no clock, no randomness.
public protocol Domain: Aggregate {
  /// What one aggregate is called: `Account` makes `AccountSummary`, `getAccountSummary`, `accountId`, `/accounts/{id}`.
  static var noun: Noun { get }

  /// The `Source` of the domain's events on the bus; domains that are served together share it.
  static var source: String { get }

  /// The lists under other keys that the read model keeps.
  static var views: [View<State>] { get }

  /// Reads a command from a request.
  ///
  /// - Parameter type: the name of one of ``eventTypes``.
  /// - Throws: ``PayloadError`` naming the field of `data` that is missing or not of its form.
  static func command(_ type: String, _ data: JSONObject, for aggregateID: AggregateID) throws(PayloadError) -> Command

  /// The key that guards a command whose request brings none.
  static func idempotencyKey(of command: Command) -> PayloadKey?

  /// What `reconstructedState` says of a state, beside the aggregate's id.
  static func description(of state: State) -> JSONObject

  /// The aggregate of the samples in outputs and README.
  static var sampleID: String { get }

  /// What is told of one of ``eventTypes``: the build writes it into the file that Terraform reads.
  static func documentation(of type: EventType) -> EventDocumentation

  /// What is told of the states of its aggregates, in the description of the HTTP API.
  static var stateDocumentation: StateDocumentation { get }
}

extension Domain {
  public static var views: [View<State>] { [] }

  public static func idempotencyKey(of command: Command) -> PayloadKey? { nil }

  public static var stateDocumentation: StateDocumentation { StateDocumentation() }
}
