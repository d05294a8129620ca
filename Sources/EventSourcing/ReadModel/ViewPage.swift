import EventSourcing

/// Some of the aggregates that a view lists under one owner's key.
public struct ViewPage: Hashable, Sendable {
  /// In the view's order.
  public let rows: [ViewRow]
  /// The place (``ViewRow/place``) behind which to go on; nil at the end.
  public let next: String?

  public init(rows: [ViewRow], next: String?) {
    self.rows = rows
    self.next = next
  }
}
