import EventSourcing
import JSON

/// One event of a transfer, read from its payload. The payload itself may hold more than is read here.
public struct TransferEvent: Hashable, Sendable {
  /// What happened.
  public enum Content: Hashable, Sendable {
    case requested(TransferRequested)
    case debited(TransferLeg)
    case completed(TransferLeg)
    case failed(TransferFailed)
  }

  public let content: Content
  /// When it was recorded, as RFC 3339 text.
  public let recordedAt: String

  public init(_ content: Content, recordedAt: String) {
    self.content = content
    self.recordedAt = recordedAt
  }
}

extension TransferEvent.Content {
  /// Reads a payload of the newest version of its type.
  ///
  /// - Throws: ``PayloadError`` naming the field.
  init(_ type: TransferEventType, _ data: JSONObject) throws(PayloadError) {
    switch type {
    case .transferRequested: self = .requested(try TransferRequested(data))
    case .transferDebited: self = .debited(try TransferLeg(data))
    case .transferCompleted: self = .completed(try TransferLeg(data))
    case .transferFailed: self = .failed(try TransferFailed(data))
    }
  }
}
