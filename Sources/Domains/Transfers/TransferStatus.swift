/// Where a transfer stands in its life.
public enum TransferStatus: String, CaseIterable, Hashable, Sendable {
  /// No event yet.
  case unknown = "Unknown"
  /// Nothing has moved yet.
  case requested = "Requested"
  /// The amount has left the paying account.
  case debited = "Debited"
  /// It has reached the other one.
  case completed = "Completed"
  /// It never will.
  case failed = "Failed"
}
