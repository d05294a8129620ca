import Environment
import EventSourcing
import JSON
import TestSupport

/// Makes logs of the counter.
struct CounterLog {
  let aggregateID: AggregateID
  private(set) var events: [RecordedEvent] = []
  private let randomness = SeededRandomness(seed: 7)

  init(_ name: String = "counter-1", count: Int = 0) throws {
    aggregateID = try AggregateID(name)
    for index in 0..<count { append(amount: index % 7) }
  }

  var head: LogHead { events.last?.head ?? .empty }

  var copy: FoldedCopy<Counter> {
    get throws { FoldedCopy(aggregateID: aggregateID, head: head, state: try Counter.fold(events, onto: .init())) }
  }

  mutating func append(amount: Int, version: String = "2.0") {
    let field = version == "1.0" ? "by" : "amount"
    let new = NewEvent(
      type: "Counted", version: version, data: JSONObject([(field, .number(JSONNumber(amount)))]))
    events.append(
      RecordedEvent(
        new, eventID: randomness.uuid(), aggregateID: aggregateID, after: head,
        at: Timestamp(seconds: 1_700_000_000 + Int64(events.count), nanoseconds: 0),
        metadata: EventMetadata(commandID: nil, userID: "system", correlationID: nil)))
  }
}
