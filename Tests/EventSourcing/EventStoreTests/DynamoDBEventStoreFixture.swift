import EventSourcing
import EventStore
import JSON
import TestSupport

/// The store on DynamoDB, on tables of its own.
struct DynamoDBEventStoreFixture: EventStoreFixture {
  let clock = ManualClock()
  let store: any EventStore & EventIndex
  private let tables: LocalTables

  init(_ tables: LocalTables, shards: EventTypeShards = .single) throws {
    self.tables = tables
    store = try tables.store(clock: clock, shards: shards)
  }

  func put(copy: JSONObject, of aggregateID: AggregateID, at place: CopyPlace) throws {
    let copies = tables.names.copies
    switch place {
    case .latest: try tables.put(copy: copy, of: aggregateID, at: copies?.latest ?? "")
    case .snapshot(let sequence):
      try tables.put(copy: copy, of: aggregateID, at: (copies?.snapshotPrefix ?? "") + sequence.padded)
    }
  }
}
