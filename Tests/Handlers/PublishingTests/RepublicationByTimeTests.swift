import Environment
import EventSourcing
import JSON
import LambdaRuntime
import TestSupport
import Testing

/// `{"action": "republish", "fromTime", "toTime"}`: what was stored within some time, of all aggregates, on the bus again.
@Suite struct RepublicationByTimeTests {
  /// Three accounts whose events are a second apart, each log half of one type and half of the other.
  private func bench(_ count: Int = 40) throws -> PublisherBench {
    let bench = try PublisherBench()
    for number in 0..<3 {
      var log = try SampleLog("account-\(number)")
      for place in 0..<count { log.next(type: place % 2 == 0 ? "AccountCreated" : "TransactionProcessed") }
      bench.memory?.logs[log.aggregateID] = log.events
    }
    return bench
  }

  private func time(_ second: Int) -> JSONValue {
    .string(SampleLog.start.adding(milliseconds: Int64(second) * 1_000).rfc3339)
  }

  private func republish(
    _ bench: PublisherBench, _ fields: JSONObject, seconds: Int64? = nil
  ) throws -> (status: Int?, body: JSONValue) {
    var event: JSONObject = ["action": "republish"]
    for (name, value) in fields { event[name] = value }
    let answer = try bench.send(.object(event), seconds: seconds)
    return (answer["statusCode"]?.number?.int, try JSONValue(parsing: answer["body"]?.string ?? ""))
  }

  /// What is on the bus, as account and sequence.
  private func published(_ bench: PublisherBench) -> [String] {
    bench.aws.details.map { "\($0["AggregateId"]?.string ?? "")/\($0["EventSequence"]?.number?.int ?? 0)" }
  }

  @Test(arguments: [(0, 39), (0, 0), (10, 19), (39, 100), (-5, -1), (40, 50)])
  func within(from: Int, through: Int) throws {
    let bench = try bench()
    let answer = try republish(bench, ["fromTime": time(from), "toTime": time(through)])
    let expected = (0..<3).flatMap { number in
      (0..<40).filter { $0 >= from && $0 <= through }.map { "account-\(number)/\($0 + 1)" }
    }
    #expect(published(bench).sorted() == expected.sorted())
    #expect(answer.body["published"] == .number(JSONNumber(expected.count)))
    #expect(answer.body["fromTime"] == time(from) && answer.body["toTime"] == time(through))
    #expect(answer.body["continueFrom"] == nil && answer.body["unpublished"] == nil)
  }

  /// Slice by slice every event is published once, whatever the rate.
  @Test(arguments: [(5, 10), (4, 20), (10, 7), (2, 1)] as [(Int64, Int)])
  func continued(seconds: Int64, perSecond: Int) throws {
    let bench = try bench()
    bench.aws.interrupt = { [bench] _ in
      bench.clock.advance(milliseconds: 20)
      return nil
    }
    let question: JSONObject = [
      "fromTime": time(0), "toTime": time(100), "maximumEventsPerSecond": .number(JSONNumber(perSecond)),
    ]
    var fields = question
    var slices = 0
    repeat {
      let end = bench.clock.now().adding(milliseconds: seconds * 1_000)
      let answer = try republish(bench, fields, seconds: seconds)
      #expect(answer.status == 200)
      #expect(bench.clock.now() < end)
      fields = question
      fields["continueFrom"] = answer.body["continueFrom"]
      slices += 1
    } while fields["continueFrom"] != nil && slices < 300
    #expect(Set(published(bench)).count == 120)
    #expect(published(bench).count == 120)
    #expect(slices > 1)
  }

  @Test func whatCannotBeReadOrTakenIsNamedAndTheOthersGoOn() throws {
    let bench = try bench()
    let log = try #require(bench.memory?.logs[try AggregateID("account-1")])
    bench.memory?.unreadable[log[4].eventID] = .malformed(field: "Version", reason: "is missing")
    bench.aws.judge = {
      $0["AggregateId"] == "account-2" && $0["EventSequence"] == 8 ? .failed(code: "MalformedDetail") : .taken
    }
    let answer = try republish(bench, ["fromTime": time(0), "toTime": time(100)])
    #expect(answer.body["published"] == 118)
    let named = (answer.body["unpublished"]?.array ?? []).sorted { $0.text < $1.text }
    #expect(named.map { $0["aggregateId"] } == ["account-1", "account-2"])
    #expect(named.map { $0["sequence"] } == [5, 8])
    #expect(named[0]["reason"]?.string?.hasPrefix("MalformedEvent") == true)
    #expect(named[1]["reason"] == "MalformedDetail: scripted")
  }

  /// An answer does not outgrow what Lambda takes.
  @Test func aThousandNamedEndTheSlice() throws {
    let bench = try bench(900)
    bench.aws.judge = { _ in .failed(code: "MalformedDetail") }
    let first = try republish(bench, ["fromTime": time(0), "toTime": time(1_000)])
    #expect((1_000...1_100).contains(first.body["unpublished"]?.array?.count ?? 0))
    let place = try #require(first.body["continueFrom"])
    let rest = try republish(bench, ["fromTime": time(0), "toTime": time(1_000), "continueFrom": place])
    #expect(rest.body["continueFrom"] != nil)
  }

  @Test func aBusThatFailsEndsTheInvocationAndSaysWhereToGoOn() throws {
    let bench = try bench()
    bench.aws.judge = { $0["EventSequence"] == 40 ? .failed(code: "ThrottlingException") : .taken }
    let error = #expect(throws: FunctionError.self) {
      try republish(bench, ["fromTime": time(0), "toTime": time(100)], seconds: 5)
    }
    #expect(error?.type == "PublishFailed")
    let message = try #require(error?.message)
    let place = try #require(message.split(separator: "all before ").last.map(String.init))
    bench.aws.judge = { _ in .taken }
    _ = try republish(
      bench, ["fromTime": time(0), "toTime": time(100), "continueFrom": try JSONValue(parsing: place)])
    #expect(Set(published(bench)).count == 120)
  }

  @Test func theIndexFails() throws {
    let bench = try PublisherBench(UnavailableStore())
    let error = #expect(throws: FunctionError.self) {
      try republish(bench, ["fromTime": time(0), "toTime": time(1)])
    }
    #expect(error?.type == "EventStoreUnavailable")
  }

  @Test(
    arguments: [
      (#"{"fromTime":"2024-01-15T10:30:00Z"}"#, "toTime"), (#"{"toTime":"2024-01-15T10:30:00Z"}"#, "fromTime"),
      (#"{"fromTime":"yesterday","toTime":"2024-01-15T10:30:00Z"}"#, "fromTime"),
      (#"{"fromTime":"2024-01-15T10:30:01Z","toTime":"2024-01-15T10:30:00Z"}"#, "toTime"),
      (#"{"aggregateId":"a","fromTime":"2024-01-15T10:30:00Z","toTime":"2024-01-15T10:30:00Z"}"#, "aggregateId"),
      (#"{"fromTime":"2024-01-15T10:30:00Z","toTime":"2024-01-15T10:30:00Z","continueFrom":"x"}"#, "continueFrom"),
      (
        #"{"fromTime":"2024-01-15T10:30:00Z","toTime":"2024-01-15T10:30:00Z","continueFrom":{"partition":"Other"}}"#,
        "continueFrom"
      ),
      (
        #"{"fromTime":"2024-01-15T10:30:00Z","toTime":"2024-01-15T10:30:00Z","continueFrom":{"partition":"AccountCreated","after":7}}"#,
        "continueFrom"
      ),
      (
        #"{"fromTime":"2024-01-15T10:30:00Z","toTime":"2024-01-15T10:30:00Z","maximumEventsPerSecond":0}"#,
        "maximumEventsPerSecond"
      ),
    ])
  func badInput(fields: String, field: String) throws {
    let bench = try bench(3)
    let answer = try republish(bench, try #require(try JSONValue(parsing: fields).object))
    #expect(answer.status == 400)
    #expect(answer.body["field"] == .string(field))
    #expect(bench.aws.requests.isEmpty)
  }

  /// DynamoDB refuses to go on from outside the bounds, and that would be taken for a failure of the store.
  @Test func aPlaceOutsideTheBoundsIsRefused() throws {
    let bench = try bench()
    let first = try republish(
      bench, ["fromTime": time(20), "toTime": time(39), "maximumEventsPerSecond": 1], seconds: 1)
    let place = try #require(first.body["continueFrom"])
    for (from, through) in [(21, 39), (0, 5)] {
      let answer = try republish(
        bench, ["fromTime": time(from), "toTime": time(through), "continueFrom": place])
      #expect(answer.status == 400)
    }
  }
}
