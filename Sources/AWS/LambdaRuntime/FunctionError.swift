/// Why an invocation, or the start of a function, failed: what the invoker and CloudWatch see of it.
public struct FunctionError: Error, Hashable, Sendable, CustomStringConvertible {
  /// One word in upper camel case, for example `ProjectionFailed`. Lambda files anything but
  /// `[A-Z][a-zA-Z]+` as unknown.
  public let type: String
  /// One sentence. It is logged and sent to the invoker: no amounts, names, tokens or bodies.
  public let message: String

  /// Characters of `type` that Lambda would not accept are left out; a type without two letters becomes `Unknown`.
  public init(type: String, message: String) {
    self.type = Self.accepted(type)
    self.message = message
  }

  public var description: String { "\(type): \(message)" }

  private static func accepted(_ type: String) -> String {
    var letters = type.utf8.filter { ($0 >= 0x41 && $0 <= 0x5A) || ($0 >= 0x61 && $0 <= 0x7A) }
    guard letters.count > 1 else { return "Unknown" }
    letters[0] &= 0xDF
    return String(decoding: letters, as: UTF8.self)
  }
}
