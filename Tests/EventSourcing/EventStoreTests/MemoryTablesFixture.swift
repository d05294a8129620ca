import DynamoDB
import EventSourcing
import EventStore
import JSON
import TestSupport

/// The store on DynamoDB, on tables in memory.
struct MemoryTablesFixture: EventStoreFixture {
  let clock = ManualClock()
  let store: any EventStore & EventIndex
  private let transport: MemoryTransport

  init() throws {
    transport = MemoryTransport(clock: clock)
    store = try ScriptedStore.make(
      transport, tables: MemoryTables.names, clock: clock, sleeper: RecordingSleeper(clock: clock))
  }

  func put(copy: JSONObject, of aggregateID: AggregateID, at place: CopyPlace) throws {
    let sortKey =
      switch place {
      case .latest: MemoryTables.names.copies?.latest ?? ""
      case .snapshot(let sequence): (MemoryTables.names.copies?.snapshotPrefix ?? "") + sequence.padded
      }
    transport.put(copy: try Item(json: copy), of: aggregateID, at: sortKey)
  }
}
