import AWSCore
import JSON

/// Why an operation did not succeed.
public struct DynamoDBError: Error, Sendable, CustomStringConvertible {
  public enum Kind: Sendable {
    /// The condition did not hold; with the item in the way, if there is one. If `mayHaveExecuted` is true as well, that
    /// item may be this call's own.
    case conditionalCheckFailed(item: Item?)
    /// Nothing was written; one reason for each action.
    case transactionCanceled([CancellationReason])
    /// An earlier attempt with the same token is still under way.
    case transactionInProgress
    /// The token was used within ten minutes for other actions.
    case idempotentParameterMismatch
    /// A transaction holds the item just now.
    case transactionConflict
    /// Above 400 KB.
    case itemTooLarge
    /// Still throttled after all retries.
    case throttled
    /// The request is wrong, however often it is sent.
    case validation(String)
    /// There is no such table or index.
    case resourceNotFound(String)
    /// The caller has no permission, or the service does not know its key or its signature.
    case accessDenied(String)
    case deadlineExceeded
    /// No answer, a damaged one, a failure of the service, or an error that none of the above names.
    case other
  }

  public let kind: Kind
  /// What it was made from.
  public let cause: AWSError

  /// Attempts made; 0 if the deadline was over before the first.
  public var attempts: Int { cause.attempts }
  /// Whether any attempt may have been carried out although no definite answer to it arrived.
  public var mayHaveExecuted: Bool { cause.mayHaveExecuted }
  public var description: String { cause.description }

  public init(_ cause: AWSError) {
    self.cause = cause
    switch cause.kind {
    case .service(let error): kind = Self.kind(error)
    case .deadlineExceeded: kind = .deadlineExceeded
    case .transport, .malformedResponse: kind = .other
    }
  }

  private static func kind(_ error: ServiceError) -> Kind {
    switch error.code {
    case "ConditionalCheckFailedException":
      return .conditionalCheckFailed(item: error.body["Item"].flatMap { try? Item(wire: $0) })
    case "TransactionCanceledException":
      return .transactionCanceled((error.body["CancellationReasons"]?.array ?? []).map(CancellationReason.init(wire:)))
    case "TransactionInProgressException": return .transactionInProgress
    case "IdempotentParameterMismatchException": return .idempotentParameterMismatch
    case "TransactionConflictException": return .transactionConflict
    case "ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException": return .throttled
    // The service has no code of its own for it, only these words.
    case "ValidationException" where error.message.hasPrefix("Item size"): return .itemTooLarge
    case "ValidationException": return .validation(error.message)
    case "ResourceNotFoundException": return .resourceNotFound(error.message)
    default: return error.isAccessDenied ? .accessDenied(error.message) : .other
    }
  }
}
