import HTTPTransport

/// Why a call has no answer that counts as success.
public struct AWSError: Error, Sendable, CustomStringConvertible {
  /// What the last attempt ended with.
  public enum Kind: Sendable {
    /// The service said no.
    case service(ServiceError)
    /// No complete answer arrived.
    case transport(TransportError)
    /// An answer arrived that is not what the service sent, or not what the protocol allows.
    case malformedResponse(String)
    /// The caller's deadline was over before an attempt could start or end.
    case deadlineExceeded
  }

  public let kind: Kind
  /// Such as `dynamodb PutItem`.
  public let call: String
  /// Attempts made; 0 if the deadline was over before the first.
  public let attempts: Int
  /// Whether any attempt may have been carried out although no definite answer to it arrived. A caller that must not
  /// do a thing twice has to look, unless the kind itself settles it.
  public let mayHaveExecuted: Bool

  public init(kind: Kind, call: String, attempts: Int, mayHaveExecuted: Bool) {
    self.kind = kind
    self.call = call
    self.attempts = attempts
    self.mayHaveExecuted = mayHaveExecuted
  }

  /// The service's error, if it was one.
  public var serviceError: ServiceError? {
    if case .service(let error) = kind { error } else { nil }
  }

  /// Whether the service refused for good: no permission, no such resource, or a request that is wrong. Sending it again
  /// helps only after something else was changed.
  public var isRefusal: Bool {
    guard case .service(let error) = kind, (400..<500).contains(error.status) else { return false }
    return ErrorClass(code: error.code, status: error.status) == .permanent && !error.hasExpired
  }

  public var description: String {
    "\(call): \(reason) (attempts: \(attempts)\(mayHaveExecuted ? ", may have been executed" : ""))"
  }

  private var reason: String {
    switch kind {
    case .service(let error):
      let request = error.requestID.map { ", request \($0)" } ?? ""
      return "\(error.code): \(error.message) [status \(error.status)\(request)]"
    case .transport(let error): return "\(error.kind): \(error.message)"
    case .malformedResponse(let what): return "malformed response: \(what)"
    case .deadlineExceeded: return "deadline exceeded"
    }
  }
}
