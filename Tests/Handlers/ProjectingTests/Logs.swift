import Accounts
import Environment
import EventSourcing
import JSON
import TestSupport

/// Logs made up from a seed.
enum Logs {
  /// A log of one account: created, then transactions with odd amounts, sometimes closed at the end.
  static func account(_ name: String, events count: Int, random: SeededRandomness) throws -> [RecordedEvent] {
    try make(name, count, random) { place in
      if place == 1 {
        return NewEvent(
          type: "AccountCreated", version: "1.0",
          data: ["accountId": .string(name), "customerId": "customer-1", "accountType": "checking"])
      }
      if place == count, random.below(4) == 0 {
        return NewEvent(type: "AccountClosed", version: "1.0", data: ["reason": "moved"])
      }
      let amount = JSONNumber("\(1 + random.below(900)).\(1 + random.below(9))\(random.below(10))") ?? JSONNumber(1)
      return NewEvent(
        type: "TransactionProcessed", version: "1.0",
        data: ["transactionId": .string("tx-\(place)"), "amount": .number(amount), "type": "deposit"])
    }
  }

  /// A log of one parcel: registered, then moved about, sometimes delivered at the end.
  static func parcel(_ name: String, events count: Int, random: SeededRandomness) throws -> [RecordedEvent] {
    try make(name, count, random) { place in
      if place > 1, place == count, random.below(3) == 0 {
        return NewEvent(type: "ParcelDelivered", version: "1.0", data: [:])
      }
      let type = place == 1 ? "ParcelRegistered" : "ParcelMoved"
      return NewEvent(type: type, version: "1.0", data: ["place": .string("place-\(random.below(3))")])
    }
  }

  /// A log that begins with an event of no domain.
  static func stranger(_ name: String) throws -> [RecordedEvent] {
    try make(name, 1, SeededRandomness(seed: 1)) { _ in NewEvent(type: "NeverHeardOf", version: "1.0", data: [:]) }
  }

  private static func make(
    _ name: String, _ count: Int, _ random: SeededRandomness, _ event: (Int) -> NewEvent
  ) throws -> [RecordedEvent] {
    let aggregateID = try AggregateID(name)
    var head = LogHead.empty
    var now = Timestamp(millisecondsSinceEpoch: 1_705_314_600_000)
    return (1...max(1, count)).map { place in
      let recorded = RecordedEvent(
        event(place), eventID: random.uuid(), aggregateID: aggregateID, after: head, at: now,
        metadata: EventMetadata(commandID: nil, userID: "system", correlationID: nil))
      head = recorded.head
      // Some events are a burst, others come alone.
      now = now.adding(milliseconds: Int64(random.below(3)) * 750)
      return recorded
    }
  }
}
