import Environment
import EventSourcing
import JSON

/// One event of an account, read from its payload. The payload itself may hold more than is read here.
public struct AccountEvent: Hashable, Sendable {
  /// What happened.
  public enum Content: Hashable, Sendable {
    case created(AccountCreated)
    case transactionProcessed(TransactionProcessed)
    case closed(AccountClosed)
  }

  public let content: Content
  /// When it was recorded, as RFC 3339 text.
  public let recordedAt: String

  public init(_ content: Content, recordedAt: String) {
    self.content = content
    self.recordedAt = recordedAt
  }
}

extension AccountEvent.Content {
  /// Reads a payload of the newest version of its type.
  ///
  /// - Throws: ``PayloadError`` naming the field.
  init(_ type: AccountEventType, _ data: JSONObject) throws(PayloadError) {
    switch type {
    case .accountCreated: self = .created(try AccountCreated(data))
    case .transactionProcessed: self = .transactionProcessed(try TransactionProcessed(data))
    case .accountClosed: self = .closed(try AccountClosed(data))
    }
  }
}
