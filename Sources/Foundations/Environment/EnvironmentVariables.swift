@preconcurrency import Glibc

/// The process's environment as a value. An empty variable counts as absent, as AWS's own tools count it.
public struct EnvironmentVariables: Sendable {
  private let values: [String: String]

  /// An environment of these variables.
  public init(_ values: [String: String]) {
    self.values = values
  }

  /// The variables that this process was started with.
  public static func process() -> EnvironmentVariables {
    var values: [String: String] = [:]
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      // By bytes: a search by characters is what the whole start would wait for.
      if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        values[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
      }
      next += 1
    }
    return EnvironmentVariables(values)
  }

  /// The value of a variable, nil if it is absent or empty.
  public subscript(name: String) -> String? {
    guard let value = values[name], !value.isEmpty else { return nil }
    return value
  }

  /// The value of a variable that must be set.
  /// - Throws: `MissingVariable` if it is absent or empty.
  public func required(_ name: String) throws(MissingVariable) -> String {
    guard let value = self[name] else { throw MissingVariable(name: name) }
    return value
  }
}
