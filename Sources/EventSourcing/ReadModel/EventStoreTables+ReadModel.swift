import EventSourcing
import EventStore

extension EventStoreTables.Copies {
  /// The read model's summaries and snapshots as copies of the folded state.
  ///
  /// - Parameters:
  ///   - table: the table's name, `READ_MODEL_TABLE`.
  ///   - noun: what the domain calls its aggregates.
  ///   - owner: the noun that the table's partition key is named after; nil for the same.
  public static func readModel(table: String, noun: Noun, owner: Noun? = nil) -> EventStoreTables.Copies {
    EventStoreTables.Copies(
      table: table, partitionKey: (owner ?? noun).idAttribute, sortKey: ProjectionType.attribute,
      latest: ProjectionType.summary.text(of: noun), snapshotPrefix: ProjectionType.snapshotPrefix)
  }
}
