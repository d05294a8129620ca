/// A rule of a domain that says no to a command.
public protocol BusinessRule: Error, Sendable {
  /// The rule's name in the answer, letters only.
  var rule: String { get }
  /// The rule in words, without what callers sent.
  var message: String { get }
}
