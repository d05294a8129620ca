/// Where log lines and metrics go.
public protocol LogOutput: AnyObject {
  /// Writes whole lines, each with its line end. Failures are ignored: no log is worth an invocation.
  func write(_ bytes: [UInt8])
}
