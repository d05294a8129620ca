import Environment
import EventSourcing
import JSON
import TestSupport
import Transfers

/// Given events, when a command comes, then an event or a rejection.
struct GivenTransfer {
  let aggregateID: AggregateID
  private(set) var events: [RecordedEvent] = []

  init(_ payloads: [(TransferEventType, String)] = []) throws {
    aggregateID = try AggregateID("transfer-1")
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
