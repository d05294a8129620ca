/// Why a request got no whole answer.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: String, Hashable, Sendable {
    /// The host name has no address, or none could be had.
    case resolve
    /// No TCP connection.
    case connect
    /// No TLS session: no common version or cipher, or a certificate that is not trusted.
    case tls
    /// A bound of the request was reached.
    case timeout
    /// The connection ended before an answer began, or broke while one came.
    case reset
    /// The answer ended before the length that it announced.
    case truncated
    /// The peer does not speak HTTP/1.1.
    case protocolViolation
    /// The answer is larger than the transport accepts.
    case tooLarge
    /// Anything else: a URL or a header that cannot be sent, or memory that ran out.
    case other
  }

  public let kind: Kind
  /// One line for a log; names the host at most, never a header or a body.
  public let message: String
  /// Whether the peer may have acted on the request: false only where not one byte of it was sent.
  public let mayHaveExecuted: Bool

  public init(kind: Kind, message: String, mayHaveExecuted: Bool) {
    self.kind = kind
    self.message = message
    self.mayHaveExecuted = mayHaveExecuted
  }

  public var description: String { "\(kind.rawValue): \(message)" }
}
