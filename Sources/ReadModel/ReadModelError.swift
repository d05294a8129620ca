/// Why the read model could not be read or written.
public struct ReadModelError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The table did not answer, refused, or was throttled beyond the tries. Trying again later is right.
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

  public var description: String { message }
}
