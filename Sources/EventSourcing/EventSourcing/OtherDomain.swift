/// A command for an aggregate that another domain began: an aggregate stays with the domain of its first event.
public struct OtherDomain: BusinessRule, Hashable {
  public let rule = "AggregateOfAnotherDomain"
  public let message: String

  /// - Parameters:
  ///   - error: why the aggregate could not be loaded.
  ///   - known: the event types of all domains that are served here.
  /// - Returns: nil where the log is not known to be another domain's.
  public init?(_ error: EventStoreError, known: Set<String>) {
    guard let type = error.unknownType, known.contains(type) else { return nil }
    message = "The aggregate belongs to another domain: its log holds \(type)"
  }
}
