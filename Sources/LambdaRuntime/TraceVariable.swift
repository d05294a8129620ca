import Glibc

/// The variable in which the X-Ray SDKs of libraries look for the present trace.
enum TraceVariable {
  private static let name = "_X_AMZN_TRACE_ID"

  /// Unsets the variable when there is no header, so that no event continues the trace of the one before.
  static func set(_ header: String?) {
    if let header {
      setenv(name, header, 1)
    } else {
      unsetenv(name)
    }
  }
}
