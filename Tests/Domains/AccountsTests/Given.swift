import Accounts
import Environment
import EventSourcing
import JSON
import TestSupport

/// Given events, when a command comes, then an event or a rejection.
struct Given {
  let aggregateID: AggregateID
  private(set) var events: [RecordedEvent] = []

  init(_ payloads: [(AccountEventType, String)] = []) throws {
    aggregateID = try AggregateID("account-123")
    let randomness = SeededRandomness(seed: 1)
    for (type, payload) in payloads {
      let data = try JSONValue(parsing: payload).object ?? [:]
      events.append(
        RecordedEvent(
          NewEvent(type: type.rawValue, version: "1.0", data: data), eventID: randomness.uuid(),
          aggregateID: aggregateID, after: events.last?.head ?? .empty,
          at: Timestamp(seconds: 1_705_314_600 + Int64(events.count), nanoseconds: 0),
          metadata: EventMetadata(commandID: nil, userID: "system", correlationID: nil)))
    }
  }

  var state: AccountState {
    get throws { try Account.fold(events, onto: Account.initial) }
  }

  func when(_ type: AccountEventType, _ payload: String) throws -> NewEvent {
    let data = try JSONValue(parsing: payload).object ?? [:]
    return try Account.decide(try AccountCommand(type, data, for: aggregateID), try state)
  }
}
