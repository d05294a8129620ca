import EventSourcing
import JSON
import LambdaRuntime
import TestSupport
import Testing

/// What a batch of the stream becomes on the bus.
@Suite struct StreamBatchTests {
  /// Contract, section 2, member for member.
  @Test func theEntry() throws {
    let bench = try PublisherBench()
    let event = try #require(try StreamSample(1).events.first)
    let trace = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1"
    #expect(try bench.publish([try StreamSample.record(event)], traceHeader: trace) == [])
    let expected: JSONValue = [
      "Source": "event-sourcing.financial", "DetailType": "TransactionProcessed",
      "Detail": .string(String(decoding: CanonicalJSON.bytes(of: .object(event.detail)), as: UTF8.self)),
      "EventBusName": "event-sourcing-bus-x",
      "Time": .number(try #require(JSONNumber("1705314000.123"))),
      "Resources": [.string(PublisherBench.tableARN)], "TraceHeader": .string(trace),
    ]
    #expect(bench.aws.published == [expected])
    let detail = try #require(bench.aws.details.first)
    #expect(detail["EventData"]?["amount"]?.number?.text == "100.5")
    #expect(detail["Timestamp"] == "2024-01-15T10:20:00.123456Z")
    #expect(detail["EventHash"] == .string(event.hash.text))
    #expect(try RecordedEvent(detail: try #require(detail.object)) == event)
    #expect(bench.output.metrics == ["EventsPublished": 1, "PublishLagMilliseconds": 599_876])
  }

  /// A header that PutEvents does not take would have it refuse every entry.
  @Test(arguments: [nil, "", String(repeating: "x", count: 501), "Root=1\u{e9}", "Root=\n"])
  func aTraceHeaderThatTheBusWouldRefuseIsLeftOut(header: String?) throws {
    let bench = try PublisherBench()
    _ = try bench.publish(try StreamSample(1).records, traceHeader: header)
    #expect(bench.aws.published.count == 1)
    #expect(bench.aws.published.first?["TraceHeader"] == nil)
  }

  @Test(arguments: [0, 1, 9, 10, 11, 40, 41, 100])
  func requestsHaveTenEntriesAtMost(count: Int) throws {
    let bench = try PublisherBench()
    #expect(try bench.publish(try StreamSample(count).records) == [])
    #expect(bench.sequences == Array(1..<(count + 1)))
    #expect(bench.aws.requests.allSatisfy { (1...10).contains($0.count) })
    #expect(bench.aws.requests.count == (count + 9) / 10)
    #expect(bench.aws.transport.waves.allSatisfy { $0 <= 4 })
  }

  @Test func requestsKeepToTheSizeLimit() throws {
    let bench = try PublisherBench()
    let sample = try StreamSample(7, note: String(repeating: "x", count: 100_000))
    #expect(try bench.publish(try sample.records) == [])
    #expect(bench.aws.requests.map(\.count) == [2, 2, 2, 1])
  }

  /// With several index keys a type's events are stored under `Type#n`; nobody on the bus sees that.
  @Test(arguments: ["TransactionProcessed", "TransactionProcessed#1", "TransactionProcessed#99"])
  func theIndexKeyIsNoType(key: String) throws {
    let bench = try PublisherBench()
    let event = try #require(try StreamSample(1).events.first)
    #expect(try bench.publish([try StreamSample.record(event, typeKey: key)]) == [])
    #expect(bench.aws.published.first?["DetailType"] == "TransactionProcessed")
    #expect(bench.aws.details.first?["EventType"] == "TransactionProcessed")
  }

  @Test(arguments: ["MODIFY", "REMOVE"])
  func whatIsNoNewEventIsPassedOver(change: String) throws {
    let bench = try PublisherBench()
    let sample = try StreamSample(3)
    var records = try sample.records
    records[1] = try StreamSample.record(sample.events[1], change: change)
    #expect(try bench.publish(records) == [])
    #expect(bench.sequences == [1, 3])
    #expect(bench.aws.messages.isEmpty)
    #expect(bench.output.logs.count == 1)
  }

  // MARK: Other events

  @Test(
    arguments: [
      ("{", "MalformedEvent"), ("", "MalformedEvent"), ("[]", "UnsupportedEvent"), ("7", "UnsupportedEvent"),
      ("{}", "UnsupportedEvent"), (#"{"Records":7}"#, "UnsupportedEvent"), (#"{"action":"other"}"#, "UnsupportedEvent"),
      (#"{"action":null}"#, "UnsupportedEvent"), (#"{"aggregateId":"a"}"#, "UnsupportedEvent"),
      (#"{"Records":[{}]}"#, "MalformedStreamRecord"), (#"{"Records":[7]}"#, "MalformedStreamRecord"),
      (#"{"Records":[{"dynamodb":{"SequenceNumber":7}}]}"#, "MalformedStreamRecord"),
      (#"{"Records":[{"eventSource":"aws:sqs","body":"{}"}]}"#, "MalformedStreamRecord"),
    ])
  func otherEventsFailTheInvocation(event: String, type: String) throws {
    let bench = try PublisherBench()
    let error = #expect(throws: FunctionError.self) { try bench.send(text: event) }
    #expect(error?.type == type)
    #expect(bench.aws.requests.isEmpty)
  }

  @Test(
    .conformance("lambda-events"),
    arguments: ["aws-lambda-go", "powertools-python", "swift-aws-lambda-events"].flatMap { folder in
      ConformanceData.files(in: "lambda-events/\(folder)").filter { $0.hasSuffix(".json") }
        .map { "lambda-events/\(folder)/\($0)" }
    })
  func noSampleIsPublished(file: String) throws {
    let bench = try PublisherBench()
    do {
      _ = try bench.send(text: try ConformanceData.text(file))
      // Records of another table: their items are no events, so they are poison.
      #expect(file.lowercased().contains("dynamo"))
      #expect(!bench.aws.messages.isEmpty)
    } catch let error as FunctionError {
      #expect(["UnsupportedEvent", "MalformedStreamRecord"].contains(error.type))
    }
    #expect(bench.aws.published.isEmpty)
  }
}
