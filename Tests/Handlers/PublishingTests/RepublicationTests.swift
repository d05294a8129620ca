import EventSourcing
import JSON
import LambdaRuntime
import TestSupport
import Testing

/// `{"action": "republish"}`: stored events on the bus again.
@Suite struct RepublicationTests {
  private func bench(_ count: Int, pageSize: Int = .max) throws -> PublisherBench {
    let bench = try PublisherBench(pageSize: pageSize)
    bench.memory?.logs[try AggregateID("account-123")] = try StreamSample(count).events
    return bench
  }

  private func republish(
    _ bench: PublisherBench, _ fields: JSONObject = [:], seconds: Int64? = 30
  ) throws -> (status: Int?, body: JSONValue) {
    var event: JSONObject = ["action": "republish", "aggregateId": "account-123"]
    for (name, value) in fields { event[name] = value }
    let answer = try bench.send(.object(event), seconds: seconds)
    return (answer["statusCode"]?.number?.int, try JSONValue(parsing: answer["body"]?.string ?? ""))
  }

  @Test(arguments: [(0, Int.max), (1, .max), (99, .max), (100, .max), (101, .max), (250, 7), (250, 1)])
  func allOfALog(count: Int, pageSize: Int) throws {
    let bench = try bench(count, pageSize: pageSize)
    let answer = try republish(bench, seconds: nil)
    #expect(answer.status == 200)
    #expect(answer.body == ["aggregateId": "account-123", "published": .number(JSONNumber(count))])
    #expect(bench.sequences == Array(1..<(count + 1)))
    #expect(bench.aws.requests.allSatisfy { $0.count <= 10 })
    #expect((bench.output.metrics["EventsPublished"] ?? 0) == .number(JSONNumber(count)))
  }

  @Test(arguments: [(5, 9), (1, 1), (20, 20), (19, 1_000), (30, 40)])
  func aRange(from: Int, through: Int) throws {
    let bench = try bench(20)
    let answer = try republish(
      bench, ["fromSequence": .number(JSONNumber(from)), "toSequence": .number(JSONNumber(through))])
    let expected = (1...20).filter { $0 >= from && $0 <= through }
    #expect(bench.sequences == expected)
    #expect(answer.body["published"] == .number(JSONNumber(expected.count)))
    #expect(answer.body["continueFrom"] == nil)
  }

  /// 250 events at 50 a second last five seconds, less the last page's.
  @Test(arguments: [(50, 4_000), (500, 400), (10_000, 20), (1, 249_000)])
  func theRate(perSecond: Int, milliseconds: Int) throws {
    let bench = try bench(250)
    let answer = try republish(
      bench, ["maximumEventsPerSecond": .number(JSONNumber(perSecond))], seconds: nil)
    #expect(answer.body["published"] == 250)
    #expect(bench.sleeper.sleeps.reduce(0, +) == milliseconds)
    #expect(bench.sleeper.sleeps.allSatisfy { $0 <= 1_000 })
  }

  /// Slice by slice, whatever the rate, every event is published once and no invocation outlives its deadline.
  @Test(arguments: [(30, 100), (5, 100), (4, 7), (1, 500), (2, 1)] as [(Int64, Int)])
  func continued(seconds: Int64, perSecond: Int) throws {
    let bench = try bench(130)
    bench.aws.interrupt = { [bench] _ in
      bench.clock.advance(milliseconds: 20)
      return nil
    }
    var next: JSONValue? = 1
    var slices = 0
    while let from = next, slices < 200 {
      let end = bench.clock.now().adding(milliseconds: seconds * 1_000)
      let answer = try republish(
        bench, ["fromSequence": from, "maximumEventsPerSecond": .number(JSONNumber(perSecond))], seconds: seconds)
      #expect(answer.status == 200)
      #expect(bench.clock.now() < end)
      next = answer.body["continueFrom"]
      slices += 1
    }
    #expect(bench.sequences == Array(1...130))
    #expect((slices == 1) == (seconds >= 5))
  }

  @Test func aSliceTakesLessOfItsTimeThanAnAlarmOnDurationsAllows() throws {
    let bench = try bench(130)
    let begin = bench.clock.now()
    let answer = try republish(bench, ["maximumEventsPerSecond": 1])
    #expect(answer.body["continueFrom"] != nil)
    #expect((18_000..<24_000).contains(bench.clock.now().milliseconds(since: begin)))
  }

  @Test func aRefusedEventIsNamedAndTheOthersGoOn() throws {
    let bench = try bench(150)
    bench.aws.judge = { $0["EventSequence"] == 120 ? .failed(code: "MalformedDetail") : .taken }
    let answer = try republish(bench)
    #expect(answer.body["published"] == 149)
    #expect(
      answer.body["unpublished"] == [
        ["aggregateId": "account-123", "sequence": 120, "reason": "MalformedDetail: scripted"]
      ])
    #expect(answer.body["continueFrom"] == nil)
    #expect(bench.aws.messages.isEmpty)
  }

  @Test(arguments: [("ThrottlingException", "PublishFailed"), ("AccessDeniedException", "PublishRefused")])
  func aBusThatFailsEndsTheInvocation(code: String, name: String) throws {
    let bench = try bench(150)
    bench.aws.judge = { $0["EventSequence"] == 120 ? .failed(code: code) : .taken }
    let error = #expect(throws: FunctionError.self) { try republish(bench, seconds: 5) }
    #expect(error?.type == name)
    #expect(error?.message.hasSuffix("149 events were published, and all before 101") == true)
  }

  /// Who goes on behind an error would hear of them from nobody else.
  @Test(arguments: [1, 10, 11])
  func anErrorNamesWhatNeverWillBePublished(count: Int) throws {
    let bench = try bench(150)
    bench.aws.judge = { detail in
      guard let sequence = detail["EventSequence"]?.number?.int else { return .taken }
      if sequence == 120 { return .failed(code: "ThrottlingException") }
      return sequence <= count || sequence == 130 ? .failed(code: "MalformedDetail") : .taken
    }
    let error = try #require(throws: FunctionError.self) { try republish(bench, seconds: 5) }
    #expect(error.message.contains(" and all before 101 but \(count) that never will be: event 1 of \"account-123\" ("))
    #expect(!error.message.contains("event 130") && !error.message.contains("event 11 "))
    #expect(error.message.hasSuffix("and more that the log names") == (count > 10))
    let logged = try bench.output.lines(with: "event never published").map { try JSONValue(parsing: $0)["sequence"] }
    #expect(logged == (1...count).map { .number(JSONNumber($0)) })
  }

  /// The log's page fails as a whole for one bad item; all others are sent.
  @Test(arguments: [[1], [2], [100], [101], [150], [1, 2, 3], [99, 100, 101, 102, 150]])
  func unreadableEventsAreNamedAndTheOthersGoOn(sequences: [Int]) throws {
    let bench = try bench(150)
    let log = try #require(bench.memory?.logs[try AggregateID("account-123")])
    for sequence in sequences {
      bench.memory?.unreadable[log[sequence - 1].eventID] = .malformed(field: "Version", reason: "is missing")
    }
    let answer = try republish(bench, seconds: nil)
    #expect(bench.sequences == (1...150).filter { !sequences.contains($0) })
    #expect(answer.body["unpublished"]?.array?.map { $0["sequence"]?.number?.int } == sequences)
    #expect(answer.body["unpublished"]?.array?.first?["reason"]?.string?.contains("Version") == true)
    #expect(answer.body["continueFrom"] == nil)
  }

  @Test func theStoreFails() throws {
    let bench = try PublisherBench(UnavailableStore())
    let error = #expect(throws: FunctionError.self) { try republish(bench) }
    #expect(error?.type == "EventStoreUnavailable")
  }

  @Test(
    arguments: [
      (#"{"aggregateId":null}"#, "aggregateId", "Missing required field: aggregateId"),
      (
        #"{"aggregateId":""}"#, "aggregateId",
        "Invalid field aggregateId: must be a string of 1 to 256 bytes of UTF-8 without control characters"
      ),
      (
        #"{"fromSequence":0}"#, "fromSequence",
        "Invalid field fromSequence: must be a whole number from 1 to 1000000000000000"
      ),
      (
        #"{"fromSequence":"1"}"#, "fromSequence",
        "Invalid field fromSequence: must be a whole number from 1 to 1000000000000000, not a string"
      ),
      (
        #"{"toSequence":1e16}"#, "toSequence",
        "Invalid field toSequence: must be a whole number from 1 to 1000000000000000"
      ),
      (#"{"fromSequence":5,"toSequence":4}"#, "toSequence", "Invalid field toSequence: must be at least fromSequence"),
      (
        #"{"maximumEventsPerSecond":0}"#, "maximumEventsPerSecond",
        "Invalid field maximumEventsPerSecond: must be a whole number from 1 to 10000"
      ),
      (
        #"{"maximumEventsPerSecond":10001}"#, "maximumEventsPerSecond",
        "Invalid field maximumEventsPerSecond: must be a whole number from 1 to 10000"
      ),
    ])
  func badInput(fields: String, field: String, message: String) throws {
    let bench = try bench(3)
    let answer = try republish(bench, try #require(try JSONValue(parsing: fields).object))
    #expect(answer.status == 400)
    let expected: JSONValue = ["error": .string(message), "type": "ValidationError", "field": .string(field)]
    #expect(answer.body == expected)
    #expect(bench.aws.requests.isEmpty)
  }
}
