import Environment
import EventSourcing
import JSON
import TestSupport
import Testing

/// Worked vectors: another language that builds the canonical text below and hashes it gets the same digits.
@Suite("Hash chain")
struct EventHashTests {
  static let first = """
    {"AggregateId":"account-123","CommandId":"command-1","CorrelationId":"6f1c1f0e-0000-4000-8000-000000000001",\
    "EventData":{"accountId":"account-123","accountType":"checking"},\
    "EventId":"6f1c1f0e-0000-4000-8000-000000000001","EventSequence":1,"EventType":"AccountCreated",\
    "PreviousHash":"0000000000000000000000000000000000000000000000000000000000000000",\
    "Timestamp":"2024-01-15T10:00:00.000000Z","UserId":"system","Version":"1.0"}
    """
  static let second = """
    {"AggregateId":"account-123","CorrelationId":"6f1c1f0e-0000-4000-8000-000000000002",\
    "EventData":{"amount":100.5,"transactionId":"tx-789","type":"deposit"},\
    "EventId":"6f1c1f0e-0000-4000-8000-000000000002","EventSequence":2,"EventType":"TransactionProcessed",\
    "PreviousHash":"c84b5b03fd8d12f02e9cc3b7bee88782960362e02d3a1ac3903f0d1b13c03927",\
    "Timestamp":"2024-01-15T10:30:00.000000Z","UserId":"system","Version":"1.0"}
    """
  /// The first of two events that one command appended.
  static let third = """
    {"AggregateId":"account-123","BatchIndex":1,"BatchSize":2,"CorrelationId":"6f1c1f0e-0000-4000-8000-000000000003",\
    "EventData":{"amount":1},"EventId":"6f1c1f0e-0000-4000-8000-000000000003","EventSequence":3,\
    "EventType":"TransactionProcessed",\
    "PreviousHash":"1ae28fbb9c384bab2da8ed27359a44a7107a5078f4f75a3c0449d715e471500e",\
    "Timestamp":"2024-01-15T10:30:00.000001Z","UserId":"system","Version":"1.0"}
    """
  /// One that the third event caused.
  static let fourth = """
    {"AggregateId":"account-123","CausationId":"6f1c1f0e-0000-4000-8000-000000000003",\
    "CorrelationId":"6f1c1f0e-0000-4000-8000-000000000003","EventData":{"amount":1},\
    "EventId":"6f1c1f0e-0000-4000-8000-000000000004","EventSequence":4,"EventType":"TransactionProcessed",\
    "PreviousHash":"c1bdf84dda3346757fbb4d07162acccd9724120fa8658d942c05e7334b3cf729",\
    "Timestamp":"2024-01-15T10:30:00.000002Z","UserId":"system","Version":"1.0"}
    """

  @Test(
    "matches the worked vectors",
    arguments: [
      (first, "c84b5b03fd8d12f02e9cc3b7bee88782960362e02d3a1ac3903f0d1b13c03927"),
      (second, "1ae28fbb9c384bab2da8ed27359a44a7107a5078f4f75a3c0449d715e471500e"),
      (third, "c1bdf84dda3346757fbb4d07162acccd9724120fa8658d942c05e7334b3cf729"),
      (fourth, "40ef31fbe083b29cc8889452c9e2c8f7639e8c9080ed72270c10bd24bff919a6"),
    ])
  func vectors(_ canonical: String, _ digest: String) throws {
    let object = try #require(try JSONValue(parsing: canonical).object)
    #expect(CanonicalJSON.bytes(of: .object(object)) == Array(canonical.utf8))
    #expect(EventHash(of: object).text == digest)
    var stored = object
    stored["EventHash"] = .string(digest)
    #expect(try RecordedEvent(detail: stored).computedHash.text == digest)
  }

  @Test("an event hashes the same before it is stored and after it is read")
  func roundTrip() throws {
    let head = LogHead.empty
    let data = try #require(try JSONValue(parsing: #"{"z":1.50,"a":{"n":[1e2,null,"é"]}}"#).object)
    let event = RecordedEvent(
      NewEvent(type: "T", version: "1.0", data: data), eventID: "id", aggregateID: try AggregateID("a"), after: head,
      at: Timestamp(seconds: 5, nanoseconds: 123_456_789),
      metadata: EventMetadata(commandID: try IdempotencyKey("k"), userID: "u", correlationID: nil))
    let reread = try RecordedEvent(detail: event.detail)
    #expect(reread == event)
    #expect(reread.computedHash == event.hash)
    #expect(event.correlationID == "id")
    #expect(event.timestamp.rfc3339 == "1970-01-01T00:00:05.123456Z")
  }

  @Test("the text of an event is the canonical form of its attributes", arguments: 0..<100 as Range<UInt64>)
  func text(seed: UInt64) throws {
    let random = SeededRandomness(seed: seed)
    var log = try SampleLog(random.below(2) == 0 ? "a" : "\"é")
    let event = log.next(
      random.members(), key: random.below(2) == 0 ? nil : try IdempotencyKey("k\\"),
      causationID: random.below(2) == 0 ? nil : "c\u{1F600}",
      batch: random.below(2) == 0 ? nil : BatchPlace(index: 2, of: 3))
    var text: [UInt8] = []
    event.appendDetail(to: &text)
    var detail = event.detail
    #expect(text == CanonicalJSON.bytes(of: .object(detail)))
    detail["EventHash"] = nil
    #expect(event.computedHash == EventHash(of: detail))
  }

  @Test("a hash has 64 lower-case digits")
  func digits() {
    let text = "00ff" + String(repeating: "0123456789abcdef", count: 3) + "123456789abc"
    #expect(EventHash(text)?.text == text)
    for wrong in ["", String(text.dropLast()), text + "0", text.uppercased(), "g" + text.dropFirst()] {
      #expect(EventHash(wrong) == nil)
    }
  }

  @Test(
    "any changed attribute changes the hash", arguments: ["EventId", "EventType", "UserId", "Version", "CommandId"])
  func everyAttribute(_ name: String) throws {
    var log = try CounterLog()
    log.append(amount: 3)
    var detail = try #require(log.events.first).detail
    detail[name] = .string("other")
    let altered = try RecordedEvent(detail: detail)
    #expect(altered.computedHash != altered.hash)
  }
}
