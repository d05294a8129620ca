import DynamoDB
import EventSourcing
import EventStore
import JSON

/// What stands in the tables, as anyone could find it.
extension MemoryTables {
  /// The events of an aggregate, in order, as far as they can be read.
  func log(of aggregateID: AggregateID) -> [RecordedEvent] {
    items.filter { $0.key.table == Self.names.events }
      .compactMap { try? EventItem.event(from: Item(wire: .object($0.value.attributes)).json) }
      .filter { $0.aggregateID == aggregateID }.sorted { $0.sequence < $1.sequence }
  }

  /// The attributes of an aggregate's checkpoint; nil where there is none.
  func checkpoint(of aggregateID: AggregateID) throws -> JSONObject? {
    try journalItem("Checkpoint", of: aggregateID)
  }

  /// The ids of the events that the journal remembers under a caller's key, in order.
  func rememberedEvents(under key: String, of aggregateID: AggregateID) throws -> [String] {
    let entry = try journalItem("Command#\(key)", of: aggregateID)
    return (entry?["Events"]?.array ?? []).compactMap { $0["EventId"]?.string }
  }

  private func journalItem(_ name: String, of aggregateID: AggregateID) throws -> JSONObject? {
    let key: JSONValue = ["AggregateId": ["S": .string(aggregateID.text)], "CommandId": ["S": .string(name)]]
    let place = Self.place(of: key, in: Self.names.journal ?? "")
    return try items[place].map { try Item(wire: .object($0.attributes)).json }
  }
}
