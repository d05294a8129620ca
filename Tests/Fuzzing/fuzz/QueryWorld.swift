import Accounts
import EventSourcing
import JSON
import Querying
import TestSupport
import Transfers

/// A query function over the logs of two accounts, `account-123` and `account-124`, and their read model.
struct QueryWorld {
  let handler: QueryHandler

  init() {
    let store = InMemoryEventStore(clock: ManualClock(), pageSize: 2)
    for name in ["account-123", "account-124"] {
      if let aggregateID = try? AggregateID(name) { store.logs[aggregateID] = Self.log(aggregateID) }
    }
    let accounts = FoldedReadModel(store.logs)
    let transfers = FoldedReadModel([:])
    handler = QueryHandler(
      QueryDomain(Account.self, log: store, index: store, readModel: accounts, clock: ManualClock()),
      [QueryDomain(Transfer.self, log: store, index: store, readModel: transfers, clock: ManualClock())])
  }

  /// An account that was opened, and got two deposits.
  private static func log(_ aggregateID: AggregateID) -> [RecordedEvent] {
    let randomness = SeededRandomness(seed: 3)
    let created = NewEvent(
      type: "AccountCreated", version: "1.0", data: ["customerId": "customer-1", "accountType": "checking"])
    let deposit = NewEvent(type: "TransactionProcessed", version: "1.0", data: ["amount": 1, "type": "deposit"])
    var events: [RecordedEvent] = []
    for event in [created, deposit, deposit] {
      events.append(
        RecordedEvent(
          event, eventID: randomness.uuid(), aggregateID: aggregateID, after: events.last?.head ?? .empty,
          at: ManualClock().now(), metadata: EventMetadata(commandID: nil, userID: "system", correlationID: nil)))
    }
    return events
  }
}
