import DynamoDB
import Environment
import EventSourcing
import HTTPTransport

/// The way to tables in memory on which nothing goes wrong.
final class MemoryTransport: Transport {
  private(set) var tables: MemoryTables
  private let clock: any Clock

  init(_ tables: MemoryTables = MemoryTables(), clock: any Clock) {
    self.tables = tables
    self.clock = clock
  }

  /// Puts an item of the read model.
  func put(copy: Item, of aggregateID: AggregateID, at sortKey: String) {
    tables.put(copy: copy, of: aggregateID, at: sortKey)
  }

  func perform(_ requests: [HTTPRequest]) -> [MemoryTables.Answer] {
    requests.map { request in
      let call = MemoryCall(request)
      return call.isWrite
        ? tables.write(call, at: clock.now()).answer : tables.read(call, seeing: { tables.items[$0] })
    }
  }
}
