import Accounts
import Environment
import EventSourcing
import JSON
import TestSupport

/// Logs of accounts made up from a seed.
enum AccountLog {
  /// A log of one account: created, then transactions with odd amounts, sometimes closed at the end.
  static func make(_ name: String, events count: Int, random: SeededRandomness) throws -> [RecordedEvent] {
    let accountID = try AggregateID(name)
    var head = LogHead.empty
    var now = Timestamp(millisecondsSinceEpoch: 1_705_314_600_000)
    var log: [RecordedEvent] = []
    for place in 1...max(1, count) {
      let isLast = place == count && place > 1 && random.below(4) == 0
      let event = RecordedEvent(
        new(place: place, isLast: isLast, name: name, random: random), eventID: random.uuid(), aggregateID: accountID,
        after: head, at: now, metadata: EventMetadata(commandID: nil, userID: "system", correlationID: nil))
      log.append(event)
      head = event.head
      // Some events share their time with the one before.
      now = now.adding(milliseconds: Int64(random.below(3)) * 250)
    }
    return log
  }

  private static func new(place: Int, isLast: Bool, name: String, random: SeededRandomness) -> NewEvent {
    if place == 1 {
      return NewEvent(
        type: "AccountCreated", version: "1.0",
        data: ["accountId": .string(name), "customerId": "customer-1", "accountType": "checking"])
    }
    if isLast { return NewEvent(type: "AccountClosed", version: "1.0", data: ["reason": "moved"]) }
    let amount = JSONNumber("\(1 + random.below(900)).\(1 + random.below(9))\(random.below(10))") ?? JSONNumber(1)
    return NewEvent(
      type: "TransactionProcessed", version: "1.0",
      data: ["transactionId": .string("tx-\(place)"), "amount": .number(amount), "type": "deposit"])
  }
}
