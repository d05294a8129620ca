import EventSourcing
import JSON

/// A summary to be put in the place of the one that was read, with the rows that come and go with it.
public struct SummaryReplacement: Hashable, Sendable {
  public let item: ReadModelItem
  /// The attributes that were read; nil where there was no summary.
  public let read: JSONObject?
  /// Rows to be put.
  public let added: Set<ViewRow>
  /// Rows to be removed.
  public let removed: Set<ViewRow>

  public init(
    _ item: ReadModelItem, ifStill read: JSONObject?, adding added: Set<ViewRow> = [],
    removing removed: Set<ViewRow> = []
  ) {
    self.item = item
    self.read = read
    self.added = added
    self.removed = removed
  }
}
