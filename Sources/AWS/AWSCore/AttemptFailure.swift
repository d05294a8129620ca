import HTTPTransport

/// An attempt that failed, and what follows for trying again.
struct AttemptFailure {
  let kind: AWSError.Kind
  let errorClass: ErrorClass
  /// Whether the service may have carried out the request all the same.
  let mayHaveExecuted: Bool
  /// The answer, where there was one.
  let headers: HTTPHeaders?

  init(_ error: TransportError) {
    kind = .transport(error)
    // An answer beyond our limits would be so again.
    errorClass = error.kind == .tooLarge ? .permanent : .transient
    mayHaveExecuted = error.mayHaveExecuted
    headers = nil
  }

  init(malformed reason: String, _ response: HTTPResponse) {
    kind = .malformedResponse(reason)
    errorClass = .transient
    mayHaveExecuted = true
    headers = response.headers
  }

  init(_ error: ServiceError, _ response: HTTPResponse) {
    kind = .service(error)
    let code = error.code == ServiceError.unknownCode ? nil : error.code
    errorClass = ErrorClass(code: code, status: error.status)
    // A server's own failure settles nothing. Nor does a transaction that is under way: it is an earlier attempt's.
    mayHaveExecuted = errorClass == .transient || code == "TransactionInProgressException"
    headers = response.headers
  }

  /// A time-out that the caller's deadline set is the deadline's, not the service's.
  func kind(remainingMilliseconds: Int64?) -> AWSError.Kind {
    if case .transport(let error) = kind, error.kind == .timeout, let remainingMilliseconds,
      remainingMilliseconds <= 0
    {
      return .deadlineExceeded
    }
    return kind
  }
}
