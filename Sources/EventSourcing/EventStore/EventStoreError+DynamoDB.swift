import DynamoDB
import EventSourcing

extension EventStoreError {
  /// What a failed call means to who uses the event store: a read changed nothing, and a write that may have come
  /// through is looked up first.
  init(_ error: DynamoDBError) {
    let kind: Kind =
      switch error.kind {
      case .deadlineExceeded: .deadlineExceeded
      case .accessDenied, .resourceNotFound, .validation, .itemTooLarge: .refused
      case .conditionalCheckFailed, .transactionCanceled, .transactionInProgress, .idempotentParameterMismatch,
        .transactionConflict, .throttled, .other:
        .unavailable
      }
    self.init(kind, error.description)
  }
}
