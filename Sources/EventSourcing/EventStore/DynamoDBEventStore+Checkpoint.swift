import DynamoDB
import Environment
import EventSourcing
import JSON

extension DynamoDBEventStore: CheckpointStore {
  public func keep(_ checkpoint: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?) {
    guard let put = checkpointPut(checkpoint, of: aggregateID) else { return }
    // What becomes of it does not matter.
    _ = client.perform([put], deadline: deadline)
  }

  public func checkpoint(
    of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(EventStoreError) -> JSONObject? {
    let get = GetItem(
      table: try journalTable, key: Self.journalKey(aggregateID, JournalItem.checkpoint), consistent: true)
    return try Self.unwrap(client.perform([get], deadline: deadline)[0]).item?.json
  }

  public func replaceCheckpoint(
    with copy: JSONObject, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(EventStoreError) {
    guard let item = checkpointItem(copy, of: aggregateID) else {
      throw EventStoreError(.unstorable(path: ""), "a folded state that cannot be stored")
    }
    _ = try Self.unwrap(client.perform([PutItem(table: try journalTable, item: item)], deadline: deadline)[0])
  }

  /// The put of a checkpoint, unless a newer one of the same version of the fold is there.
  func checkpointPut(_ attributes: JSONObject, of aggregateID: AggregateID) -> PutItem? {
    guard let table = tables.journal, let item = checkpointItem(attributes, of: aggregateID),
      let version = item["Version"], let fold = item["ProjectionVersion"]
    else { return nil }
    let isNews = Expression(
      "attribute_not_exists(#version) OR #version < :version OR #fold <> :fold",
      names: ["#version": "Version", "#fold": "ProjectionVersion"], values: [":version": version, ":fold": fold])
    var put = PutItem(table: table, item: item, condition: isNews)
    put.isDispensable = true
    return put
  }

  private func checkpointItem(_ attributes: JSONObject, of aggregateID: AggregateID) -> Item? {
    var item = try? Item(json: attributes)
    item?[JournalItem.aggregateID] = .string(aggregateID.text)
    item?[JournalItem.commandID] = .string(JournalItem.checkpoint)
    return item
  }

  private var journalTable: String {
    get throws(EventStoreError) {
      guard let table = tables.journal else {
        throw EventStoreError(.unavailable, "this event store was opened without a command journal")
      }
      return table
    }
  }
}
