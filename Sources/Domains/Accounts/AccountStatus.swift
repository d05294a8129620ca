/// Where an account stands in its life.
public enum AccountStatus: String, CaseIterable, Hashable, Sendable {
  /// No event yet.
  case unknown = "Unknown"
  /// Open for transactions.
  case active = "Active"
  /// Closed for good; its balance stays.
  case closed = "Closed"
}
