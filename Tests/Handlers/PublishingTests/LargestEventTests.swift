import EventSourcing
import JSON
import TestSupport
import Testing

/// Whatever a payload within its limits holds, its event goes on the bus, through a queue and into the dead-letter queue.
@Suite struct LargestEventTests {
  /// Bytes of an EventBridge entry and of an SQS message before both took 1 MB.
  private static let limit = 256 * 1_024

  /// The longest names that a command takes, of characters that JSON writes with two bytes.
  private func event(_ data: JSONObject) throws -> RecordedEvent {
    let name = String(repeating: "\"", count: 256)
    return RecordedEvent(
      NewEvent(type: "TransactionProcessed", version: "1.0", data: data),
      eventID: "00000000-0000-4000-8000-000000000000", aggregateID: try AggregateID(name), after: .empty,
      at: ManualClock().now(),
      metadata: EventMetadata(
        commandID: try IdempotencyKey(String(repeating: "\\", count: IdempotencyKey.maximumBytes)), userID: name,
        correlationID: name))
  }

  private func check(_ data: JSONObject, sourceLocation: SourceLocation = #_sourceLocation) throws {
    try PayloadLimits.check(data)
    let bench = try PublisherBench()
    let event = try event(data)
    #expect(try bench.publish([try StreamSample.record(event)]) == [], sourceLocation: sourceLocation)
    #expect(bench.aws.messages.isEmpty, sourceLocation: sourceLocation)
    let entry = try #require(bench.aws.requests.first?.first, sourceLocation: sourceLocation)
    #expect(entry.serialized().count < Self.limit, sourceLocation: sourceLocation)
    let detail = try #require(entry["Detail"]?.string, sourceLocation: sourceLocation)
    let delivery = delivery(detail: try JSONValue(parsing: detail))
    // The message of a queue behind the rule, Lambda's record of an invocation that failed on it, and a record that keeps the
    // whole message as one text.
    let failure: JSONValue = ["requestContext": Self.requestContext, "requestPayload": delivery]
    let quoted: JSONValue = [
      "body": .string(delivery.text), "reason": .string(String(repeating: "\u{1}", count: 1_000)),
    ]
    for message in [delivery, failure, quoted] {
      #expect(message.serialized().count < Self.limit, sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: LargestPayload.allCases)
  func ofEveryKind(_ payload: LargestPayload) throws { try check(payload.data) }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func ofAnyMixture(seed: UInt64) throws { try check(LargestPayload.random(seed: seed)) }

  private func delivery(detail: JSONValue) -> JSONValue {
    [
      "version": "0", "id": "00000000-0000-4000-8000-000000000000", "detail-type": "TransactionProcessed",
      "source": "event-sourcing.financial", "account": "123456789012", "time": "2024-01-15T10:30:00Z",
      "region": "ap-southeast-1", "resources": [.string(PublisherBench.tableARN)],
      "replay-name": .string(String(repeating: "r", count: 64)), "detail": detail,
    ]
  }

  private static let requestContext: JSONValue = [
    "requestId": "00000000-0000-4000-8000-000000000000", "condition": "RetriesExhausted", "approximateInvokeCount": 3,
    "functionArn": .string(String(repeating: "f", count: 256)),
  ]
}
