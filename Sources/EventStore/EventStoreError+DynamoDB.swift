import DynamoDB
import EventSourcing

extension EventStoreError {
  /// What a failed call means to who uses the event store.
  init(_ error: DynamoDBError) {
    let kind: Kind =
      switch error.kind {
      case .deadlineExceeded: .deadlineExceeded
      default: .unavailable
      }
    self.init(kind, error.description, mayHaveExecuted: error.mayHaveExecuted)
  }
}
