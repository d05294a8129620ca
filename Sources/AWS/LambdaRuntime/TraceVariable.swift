import Glibc

/// The variable in which the X-Ray SDKs of libraries look for the present trace (AWS, "Building a custom runtime for
/// AWS Lambda", "Propagate the tracing header").
///
/// Its entry in the environment is one buffer that is written anew for each event: `setenv` would copy each header,
/// and glibc never frees such a copy.
final class TraceVariable {
  private static let name = "_X_AMZN_TRACE_ID"
  /// Bytes of a header at most; one of X-Ray's has about 100, and some more with a lineage.
  static let longestHeader = 1_023

  private let entry: UnsafeMutablePointer<CChar>
  private let value: UnsafeMutablePointer<CChar>

  init() {
    let prefix = Array("\(Self.name)=".utf8CString.dropLast())
    let size = prefix.count + Self.longestHeader + 1
    entry = .allocate(capacity: size)
    entry.initialize(repeating: 0, count: size)
    entry.update(from: prefix, count: prefix.count)
    value = entry + prefix.count
  }

  deinit {
    // The environment must not keep pointing here.
    if isSet { unsetenv(Self.name) }
    entry.deallocate()
  }

  /// Unsets the variable when there is no header, or one that is too long, so that no event continues the trace of
  /// the one before.
  func set(_ header: String?) {
    guard let header, header.utf8.count <= Self.longestHeader else {
      unsetenv(Self.name)
      return
    }
    let characters = Array(header.utf8CString)
    value.update(from: characters, count: characters.count)
    if !isSet { putenv(entry) }
  }

  private var isSet: Bool { getenv(Self.name) == value }
}
