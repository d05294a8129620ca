import EventSourcing
import JSON
import TestSupport
import Transfers

/// Given events, when a command comes, then an event or a rejection.
struct GivenTransfer {
  let aggregateID: AggregateID
  let events: [RecordedEvent]

  init(_ payloads: [(TransferEventType, String)] = []) throws {
    var log = try SampleLog("transfer-1")
    for (type, payload) in payloads { log.next(try JSONValue(parsing: payload).object ?? [:], type: type.rawValue) }
    (aggregateID, events) = (log.aggregateID, log.events)
  }

  var state: TransferState {
    get throws { try Transfer.fold(events, onto: Transfer.initial) }
  }

  func when(_ type: TransferEventType, _ payload: String) throws -> NewEvent {
    let data = try JSONValue(parsing: payload).object ?? [:]
    return try Transfer.decide(try TransferCommand(type, data, for: aggregateID), try state)
  }

  /// What the process does next.
  func then(_ outcomes: [ProcessOutcome] = []) throws -> ProcessStep<TransferCommand>? {
    guard let last = events.last else { return nil }
    return Transfer.step(after: try Transfer.event(from: last), in: try state, of: aggregateID, given: outcomes)
  }
}
