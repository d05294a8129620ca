/// An idempotency key that stands in a command's own payload.
public struct PayloadKey: Hashable, Sendable {
  /// The payload's member that holds it.
  public let field: String
  public let text: String

  public init(field: String, text: String) {
    self.field = field
    self.text = text
  }
}
