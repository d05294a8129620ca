import EventSourcing

/// A rule of the transfer that says no. The raw value is the rule's name in the answer.
public enum TransferRejection: BusinessRule, Hashable {
  /// A transfer is requested once.
  case transferAlreadyRequested
  /// No transfer without a `TransferRequested` first.
  case transferNotFound
  /// Money moves between two accounts.
  case sameAccount
  /// `transferId`, where it is given, names the aggregate.
  case transferIDMismatch(given: String)
  /// What came of a step is recorded by the process that carried it out.
  case recordedByProcess
  /// The event does not follow on the transfer's last one.
  case outOfOrder

  /// The rule's name.
  public var rule: String {
    switch self {
    case .transferAlreadyRequested: "TransferAlreadyRequested"
    case .transferNotFound: "TransferNotFound"
    case .sameAccount: "SameAccount"
    case .transferIDMismatch: "TransferIdMismatch"
    case .recordedByProcess: "RecordedByProcess"
    case .outOfOrder: "TransferOutOfOrder"
    }
  }

  /// The rule in words, without amounts.
  public var message: String {
    switch self {
    case .transferAlreadyRequested: "The transfer was requested already; another one needs another aggregateId"
    case .transferNotFound: "The transfer does not exist; request it with TransferRequested first"
    case .sameAccount: "eventData.fromAccountId and eventData.toAccountId must be two accounts"
    case .transferIDMismatch: "eventData.transferId must equal aggregateId where it is given"
    case .recordedByProcess:
      "The process records what comes of a transfer; a caller may only say that a failed one was refunded by hand"
    case .outOfOrder: "The event does not follow on the transfer's last one"
    }
  }
}
