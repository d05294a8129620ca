/// Some entries of one index partition, in the order that was asked for.
public struct EventIndexPage: Sendable {
  public let entries: [EventIndexEntry]
  /// Behind which to go on; nil at the end.
  public let next: EventPosition?

  public init(entries: [EventIndexEntry], next: EventPosition?) {
    self.entries = entries
    self.next = next
  }

  /// A page without entries behind which there is nothing.
  public static let end = EventIndexPage(entries: [], next: nil)
}
