import EventSourcing
import JSON

/// An empty event store of its own, with what a test needs around it.
public protocol EventStoreFixture {
  var store: any EventStore & EventIndex { get }
  /// The clock that the store tells expiry by.
  var clock: ManualClock { get }
  /// Lays a copy of the folded state where the store looks for it.
  func put(copy: JSONObject, of aggregateID: AggregateID, at place: CopyPlace) throws
}

/// Where a copy of the folded state stands.
public enum CopyPlace: Hashable, Sendable {
  case latest
  case snapshot(SequenceNumber)
}

/// The store without a database.
public struct InMemoryEventStoreFixture: EventStoreFixture {
  public let clock = ManualClock()
  private let inMemory: InMemoryEventStore

  public init() {
    inMemory = InMemoryEventStore(clock: clock, pageSize: 7)
  }

  public var store: any EventStore & EventIndex { inMemory }

  public func put(copy: JSONObject, of aggregateID: AggregateID, at place: CopyPlace) throws {
    switch place {
    case .latest: inMemory.copies[aggregateID] = [copy]
    case .snapshot(let sequence): inMemory.snapshots[aggregateID, default: []].append((sequence, copy))
    }
  }
}
