import DynamoDB
import EventSourcing
import JSON
import TestSupport
import Testing

/// Records that can never be published: into the dead-letter queue with their reason, while the others pass.
@Suite struct PoisonTests {
  private let bench: PublisherBench
  private let sample: StreamSample

  init() throws {
    bench = try PublisherBench()
    sample = try StreamSample(3)
  }

  private func image(without name: String? = nil, _ changes: [String: JSONValue] = [:]) throws -> JSONValue {
    var wire = try #require(try Item(json: sample.events[1].detail).wire.object)
    if let name { wire[name] = nil }
    for (name, value) in changes { wire[name] = value }
    return .object(wire)
  }

  private func expectPoison(_ record: JSONValue, reason: String, sourceLocation: SourceLocation = #_sourceLocation)
    throws
  {
    var records = try sample.records
    records[1] = record
    #expect(try bench.publish(records) == [], sourceLocation: sourceLocation)
    #expect(bench.sequences == [1, 3], sourceLocation: sourceLocation)
    let message = try #require(bench.aws.messages.first, sourceLocation: sourceLocation)
    let expected: JSONValue = [
      "poisonRecord": ["AggregateId": "account-123", "EventSequence": 2, "streamSequenceNumber": "1002"],
      "reason": .string(reason),
    ]
    #expect(message == expected, sourceLocation: sourceLocation)
    #expect(bench.aws.messages.count == 1, sourceLocation: sourceLocation)
    #expect(bench.output.metrics["DeadLetters"] == 1, sourceLocation: sourceLocation)
    #expect(bench.output.metrics["EventsPublished"] == 2, sourceLocation: sourceLocation)
    let line = try JSONValue(parsing: try #require(bench.output.logs.first, sourceLocation: sourceLocation))
    #expect(line["level"] == "ERROR" && line["reason"] == .string(reason), sourceLocation: sourceLocation)
  }

  @Test func theMessage() throws {
    try expectPoison(
      StreamSample.record(nil, number: 1_002, sequence: 2),
      reason: "the record's item cannot be read: NewImage: missing or of an unexpected type")
    let sent = try #require(bench.aws.sent.first)
    #expect(sent["QueueUrl"] == "https://sqs/1/dlq")
    #expect(sent["MessageAttributes"] == ["ERROR_CODE": ["DataType": "String", "StringValue": "POISON_RECORD"]])
  }

  @Test(
    arguments: [
      "EventId", "AggregateId", "EventSequence", "EventType", "EventData", "Timestamp", "Version", "UserId",
      "CorrelationId", "PreviousHash", "EventHash",
    ])
  func anAttributeIsMissingOrOfAnotherType(name: String) throws {
    let words: [String: String] = [
      "EventSequence": "must be a whole number from 1 to 1000000000000000", "EventData": "must be an object",
    ]
    let record = StreamSample.record(try image(without: name), number: 1_002, sequence: 2)
    try expectPoison(record, reason: "MalformedEvent: \(name) \(words[name] ?? "is missing")")
    let other = StreamSample.record(try image([name: ["BOOL": true]]), number: 1_002, sequence: 2)
    #expect(try bench.publish([other]) == [])
    let second = try #require(bench.aws.messages.last?["reason"]?.string)
    #expect(second == "MalformedEvent: \(name) \(words[name] ?? "must be a string")")
  }

  @Test(
    arguments: [
      (
        "EventSequence", #"{"N":"0"}"#,
        "MalformedEvent: EventSequence must be a whole number from 1 to 1000000000000000"
      ),
      (
        "EventSequence", #"{"N":"1.5"}"#,
        "MalformedEvent: EventSequence must be a whole number from 1 to 1000000000000000"
      ),
      (
        "Timestamp", #"{"S":"2024-01-15"}"#,
        "MalformedEvent: Timestamp must be RFC 3339 in UTC with six fraction digits"
      ),
      ("EventHash", #"{"S":"ABC"}"#, "MalformedEvent: EventHash must be 64 lower-case hexadecimal digits"),
      ("AggregateId", #"{"S":""}"#, "MalformedEvent: AggregateId must not be empty"),
    ])
  func anAttributeIsNotOfItsForm(name: String, value: String, reason: String) throws {
    let record = StreamSample.record(try image([name: try JSONValue(parsing: value)]), number: 1_002, sequence: 2)
    try expectPoison(record, reason: reason)
  }

  @Test(arguments: [#"{"N":"12x"}"#, #"{"X":"a"}"#, #"{"S":"a","N":"1"}"#, "{}", #""text""#, "null", #"{"B":"%"}"#])
  func anItemThatIsNone(value: String) throws {
    let record = StreamSample.record(try image(["Odd": try JSONValue(parsing: value)]), number: 1_002, sequence: 2)
    #expect(try bench.publish([record]) == [])
    #expect(bench.aws.published.isEmpty)
    #expect(bench.aws.messages.first?["reason"]?.string?.hasPrefix("the record's item cannot be read: Odd") == true)
  }

  /// Passing it over would lose it without a trace.
  @Test(arguments: ["insert", "", "UPSERT"])
  func aRecordThatDoesNotSayWhatHappened(change: String) throws {
    try expectPoison(
      try StreamSample.record(sample.events[1], change: change),
      reason: "the record does not say what happened to the item")
  }

  @Test(arguments: ["MalformedDetail", "InvalidArgument"])
  func theBusRefusesTheEntry(code: String) throws {
    bench.aws.judge = { $0["EventSequence"] == 2 ? .failed(code: code) : .taken }
    try expectPoison(try StreamSample.record(sample.events[1]), reason: "\(code): scripted")
    #expect(bench.aws.requests.count == 1)
  }

  /// A request that is refused as a whole is taken apart: only the entry that is at fault stays out.
  @Test func theBusRefusesTheRequest() throws {
    bench.aws.interrupt = { entries in
      let isCursed = entries.contains { $0["Detail"]?.string?.contains(#""EventSequence":2,"#) ?? false }
      return isCursed ? .response(400, #"{"__type":"ValidationException","message":"refused"}"#) : nil
    }
    #expect(try bench.publish(try sample.records) == [])
    #expect(bench.sequences == [1, 3])
    #expect(bench.aws.messages.count == 1)
    #expect(bench.aws.messages.first?["poisonRecord"]?["EventSequence"] == 2)
    #expect(bench.aws.requests.map(\.count) == [3, 1, 1, 1])
  }

  // MARK: The queue

  @Test(
    arguments: [
      BusAndQueue.Answer.response(500), .failure(.connect, mayHaveExecuted: false), .response(200, "{}"),
      .response(400, #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist"}"#),
    ])
  func whatTheQueueDoesNotTakeIsReported(answer: BusAndQueue.Answer) throws {
    bench.aws.interruptQueue = { answer }
    var records = try sample.records
    records[1] = StreamSample.record(nil, number: 1_002, sequence: 2)
    #expect(try bench.publish(records) == ["1002"])
    #expect(bench.sequences == [1, 3])
    #expect(bench.output.metrics["DeadLetters"] == nil)
    #expect(bench.output.metrics["PublishFailures"] == 1)
    let line = try JSONValue(parsing: try #require(bench.output.logs.last))
    #expect(line["reason"]?.string?.contains("; and the dead-letter queue did not take it: sqs SendMessage") == true)
  }

  /// Lambda sends everything from the lowest failed record again: poison behind it would be buried once each time.
  @Test func poisonBehindAnUnpublishedRecordComesAgainWithIt() throws {
    var records = try StreamSample(5).records
    for place in [0, 3] { records[place] = StreamSample.record(nil, number: 1_001 + place, sequence: 1 + place) }
    bench.aws.judge = { $0["EventSequence"] == 3 ? .failed(code: "InternalFailure") : .taken }
    for _ in 0..<3 { #expect(try bench.publish(Array(records[2...])) == ["1003", "1004"]) }
    #expect(bench.aws.messages.isEmpty)
    #expect(try bench.publish(records) == ["1003", "1004"])
    #expect(bench.aws.messages.map { $0["poisonRecord"]?["EventSequence"] } == [1])
    bench.aws.judge = { _ in .taken }
    #expect(try bench.publish(Array(records[2...])) == [])
    #expect(bench.aws.messages.map { $0["poisonRecord"]?["EventSequence"] } == [1, 4])
  }

  @Test func aHangingQueueLeavesTimeForTheReport() throws {
    bench.aws.interruptQueue = { [bench] in
      bench.clock.advance(milliseconds: 900)
      return .failure(.timeout, mayHaveExecuted: true)
    }
    let end = bench.clock.now().adding(milliseconds: 2_000)
    let failed = try bench.publish([StreamSample.record(nil, number: 1_002, sequence: 2)], seconds: 2)
    #expect(failed == ["1002"])
    #expect(bench.clock.now() < end)
  }
}
