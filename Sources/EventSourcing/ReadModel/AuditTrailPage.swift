import EventSourcing
import JSON

/// Some audit items of one aggregate, oldest first.
public struct AuditTrailPage: Sendable {
  /// The attributes of the items.
  public let items: [JSONObject]
  /// The place of the last item; nil for an empty page.
  public let last: SequenceNumber?
  /// Whether items may follow within the bounds that were asked for.
  public let hasMore: Bool

  public init(items: [JSONObject], last: SequenceNumber?, hasMore: Bool) {
    self.items = items
    self.last = last
    self.hasMore = hasMore
  }
}
