import Environment
import EventSourcing
import JSON
import TestSupport

/// Appends numbered events behind an expected revision, as a client of an event store with expected versions does.
///
/// Where a caller says what it expects, the events go behind that place. Where it does not, the events' own keys in the
/// journal are what makes sending them again harmless.
final class NumberedWriter {
  let aggregateID: AggregateID
  private let store: any EventStore
  private let ids: [String] = (0..<10).map { _ in SystemRandomness().uuid() }

  init(_ store: any EventStore) throws {
    self.store = store
    aggregateID = try AggregateID("numbered")
  }

  func append(_ numbers: [Int], expected: ExpectedVersionCase.Expected) throws -> ExpectedVersionCase.Outcome {
    let log = try store.allEvents(of: aggregateID)
    let length: Int =
      switch expected {
      case .any: log.count
      case .noStream: 0
      case .revision(let revision): revision + 1
      }
    // There is no head to chain an event to behind the end of the log.
    guard length <= log.count else { return .wrongExpectedVersion }
    var head = length == 0 ? LogHead.empty : log[length - 1].head
    var events: [RecordedEvent] = []
    for number in numbers {
      events.append(event(number, after: head))
      head = events[events.count - 1].head
    }
    let journal = isExact(expected) ? [] : try events.map(entry)
    let append = Append(aggregateID: aggregateID, events: events, journal: journal)
    switch try store.append(append, deadline: nil) {
    case .appended: return .ok
    case .conflict, .keyInUse: return .wrongExpectedVersion
    }
  }

  private func isExact(_ expected: ExpectedVersionCase.Expected) -> Bool {
    if case .revision = expected { true } else { false }
  }

  private func event(_ number: Int, after head: LogHead) -> RecordedEvent {
    RecordedEvent(
      NewEvent(type: "Numbered", version: "1.0", data: ["number": .number(JSONNumber(number))]), eventID: ids[number],
      aggregateID: aggregateID, after: head, at: SampleLog.start,
      metadata: EventMetadata(commandID: nil, userID: "tester", correlationID: nil))
  }

  private func entry(_ event: RecordedEvent) throws -> JournalEntry {
    JournalEntry(
      aggregateID: aggregateID, key: try IdempotencyKey(event.eventID), requestHash: "", events: [.init(event)],
      timestamp: event.timestamp, expiresAt: nil)
  }
}
