/// Who and what caused an event.
public struct EventMetadata: Hashable, Sendable {
  /// The idempotency key, where the command had one.
  public let commandID: IdempotencyKey?
  /// The user, `system` where the command names none.
  public let userID: String
  /// What belongs together; nil stands for the event's own id.
  public let correlationID: String?
  /// The event that caused this one; nil where a caller did.
  public let causationID: String?

  public init(commandID: IdempotencyKey?, userID: String, correlationID: String?, causationID: String? = nil) {
    self.commandID = commandID
    self.userID = userID
    self.correlationID = correlationID
    self.causationID = causationID
  }
}
