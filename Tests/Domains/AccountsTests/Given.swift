import Accounts
import EventSourcing
import JSON
import TestSupport

/// Given events, when a command comes, then an event or a rejection.
struct Given {
  let aggregateID: AggregateID
  let events: [RecordedEvent]

  init(_ payloads: [(AccountEventType, String)] = []) throws {
    var log = try SampleLog("account-123")
    for (type, payload) in payloads { log.next(try JSONValue(parsing: payload).object ?? [:], type: type.rawValue) }
    (aggregateID, events) = (log.aggregateID, log.events)
  }

  var state: AccountState {
    get throws { try Account.fold(events, onto: Account.initial) }
  }

  func when(_ type: AccountEventType, _ payload: String) throws -> NewEvent {
    let data = try JSONValue(parsing: payload).object ?? [:]
    return try Account.decide(try AccountCommand(type, data, for: aggregateID), try state)
  }
}
