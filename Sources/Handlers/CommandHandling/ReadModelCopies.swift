import EventStore
import ReadModel

extension EventStoreTables.Copies {
  /// The read model's summaries and snapshots as copies of the folded state.
  public static func readModel(table: String) -> EventStoreTables.Copies {
    EventStoreTables.Copies(
      table: table, partitionKey: "AccountId", sortKey: "ProjectionType",
      latest: ProjectionType.summary.text, snapshotPrefix: ProjectionType.snapshotPrefix)
  }
}
