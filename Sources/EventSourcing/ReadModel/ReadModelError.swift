/// Why the read model could not be read or written.
public struct ReadModelError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The table did not answer, failed, or was throttled beyond the tries. Trying again later is right.
    case unavailable
    /// The invocation's deadline came first.
    case deadlineExceeded
    /// The table refuses what was asked for, however often it is tried.
    case refused
  }

  public let kind: Kind
  public let message: String

  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// A short name, for function errors and metrics: letters only.
  public var name: String {
    switch kind {
    case .unavailable: "ReadModelUnavailable"
    case .deadlineExceeded: "DeadlineExceeded"
    case .refused: "ReadModelRefused"
    }
  }

  public var description: String { message }
}
