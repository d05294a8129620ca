import EventSourcing
import JSON

/// An account was closed. Its balance stays.
public struct AccountClosed: Hashable, Sendable {
  /// RFC 3339, as it came.
  public let closedAt: String?
  public let reason: String?

  /// - Throws: ``PayloadError`` naming the field that is not of its form.
  public init(_ data: JSONObject) throws(PayloadError) {
    let payload = Payload(data)
    closedAt = try payload.instant("closedAt")
    reason = try payload.text("reason")
  }
}
