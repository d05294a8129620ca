import Glibc

/// Why the runtime cannot go on. The process should end with `end()`: Lambda then starts a new one.
public struct RuntimeExit: Error, Hashable, Sendable, CustomStringConvertible {
  /// One line.
  public let reason: String

  public init(reason: String) {
    self.reason = reason
  }

  public var description: String { reason }

  /// Writes the reason as one line to standard error and ends the process with status 1. (Status 0 would be reported
  /// as "Runtime exited without providing a reason".)
  public func end() -> Never {
    StandardOutput(descriptor: STDERR_FILENO).write(PlainText.line(reason))
    exit(1)
  }
}
