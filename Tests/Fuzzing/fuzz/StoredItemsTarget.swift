import DynamoDB
import EventSourcing
import JSON

@testable import EventStore

/// Answers with stored events: the short way from text to event gives what the way over values gives.
struct StoredItemsTarget: FuzzTarget {
  private static let query = Query(table: "event-store", keyCondition: Expression(""))

  func check(_ input: [UInt8]) {
    let short = Self.result(QueryReading<StoredEventReader>(Self.query), input)
    let plain = Self.result(Self.query, input)
    require((short == nil) == (plain == nil), "either way it is an answer, or neither")
    guard let short, let plain else { return }
    require(short.lastEvaluatedKey == plain.lastEvaluatedKey, "the page ends at the same key")
    let items = plain.items.map(StoredEvent.init)
    require(short.elements.count == items.count, "the page has as many items")
    for (element, item) in zip(short.elements, items) { checkSame(element, item) }
  }

  private static func result<Operation: DynamoDBOperation>(
    _ operation: Operation, _ input: [UInt8]
  ) -> Operation.Output? {
    guard case .success(let output)? = try? operation.output(body: input) else { return nil }
    return output
  }

  private func checkSame(_ short: StoredEvent, _ plain: StoredEvent) {
    switch (short, plain) {
    case (.event(let first), .event(let second)):
      require(first == second, "it is the same event: \(first)")
      require(first.computedHash == second.computedHash, "its content has the same hash: \(first)")
      checkDetail(of: first)
    case (.unreadable(let first, let item), .unreadable(let second, let other)):
      require(first == second && item == other, "it is unreadable for the same reason: \(first), \(second)")
    default: require(false, "it is an event either way, or neither: \(short), \(plain)")
    }
  }

  /// What goes to the bus is read there as the same event, and its text is the canonical form.
  private func checkDetail(of event: RecordedEvent) {
    var text: [UInt8] = []
    event.appendDetail(to: &text)
    require(text == CanonicalJSON.bytes(of: .object(event.detail)), "the detail's text is canonical: \(event)")
    let detail = (try? JSONValue(parsing: text))?.object
    require(detail.flatMap { try? RecordedEvent(detail: $0) } == event, "the bus gives the same event: \(event)")
  }
}
