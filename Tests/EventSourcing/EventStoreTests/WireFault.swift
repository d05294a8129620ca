/// What can happen to one request on its way to DynamoDB and back.
enum WireFault: String, CaseIterable, Sendable {
  // Nothing is carried out.
  case refusedConnection
  case resetBeforeSending
  case throttled
  case serverErrorBefore
  case transactionInProgressBefore
  case transactionConflict
  case conflictingTransaction
  case tokenMismatchBefore
  // It is carried out, and the answer is lost or damaged.
  case timeoutAfter
  case resetAfter
  case truncatedAfter
  case shortenedAfter
  case corruptedAfter
  case emptiedAfter
  case serverErrorAfter
  case transactionInProgressAfter
  case tokenMismatchAfter
  /// Nobody hears of it for a while: it is carried out later, behind other requests.
  case late

  /// An answer of the service's own making in place of the real one, as status, error code and further members.
  var forgery: (status: Int, code: String)? {
    switch self {
    case .throttled: (400, "ProvisionedThroughputExceededException")
    case .serverErrorBefore, .serverErrorAfter: (500, "InternalServerError")
    case .transactionInProgressBefore, .transactionInProgressAfter: (400, "TransactionInProgressException")
    case .transactionConflict: (400, "TransactionConflictException")
    case .conflictingTransaction: (400, "TransactionCanceledException")
    case .tokenMismatchBefore, .tokenMismatchAfter: (400, "IdempotentParameterMismatchException")
    default: nil
    }
  }

  /// Whether it can befall only a transaction.
  var isOfTransactions: Bool {
    switch self {
    case .transactionInProgressBefore, .transactionInProgressAfter, .conflictingTransaction, .tokenMismatchBefore,
      .tokenMismatchAfter:
      true
    default: false
    }
  }

  /// Whether the request reaches DynamoDB before its answer is tampered with.
  var isAfter: Bool { rawValue.hasSuffix("After") }
}
