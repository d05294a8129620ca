/// A rule's no to a command, remembered under its idempotency key: the command will not be carried out under it any more.
///
/// An ordinary refusal speaks for its own try only. Who does something else because of it, as a process that pays back
/// what could not be credited, needs one that stands.
public struct SettledRefusal: Hashable, Sendable {
  /// The rule's name.
  public let rule: String
  /// The rule in words.
  public let message: String

  public init(rule: String, message: String) {
    self.rule = rule
    self.message = message
  }

  public init(_ rejection: some BusinessRule) {
    self.init(rule: rejection.rule, message: rejection.message)
  }
}
