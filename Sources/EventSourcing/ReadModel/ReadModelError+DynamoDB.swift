import DynamoDB

extension ReadModelError {
  init(_ error: DynamoDBError) {
    switch error.kind {
    case .deadlineExceeded:
      self.init(.deadlineExceeded, error.description)
    case .itemTooLarge, .validation, .resourceNotFound, .accessDenied:
      self.init(.refused, error.description)
    case .conditionalCheckFailed, .transactionCanceled, .transactionInProgress, .idempotentParameterMismatch,
      .transactionConflict, .throttled, .other:
      self.init(.unavailable, error.description)
    }
  }
}
