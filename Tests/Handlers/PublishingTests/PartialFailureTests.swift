import AWSCore
import JSON
import TestSupport
import Testing

/// What the bus does not take at once: sent again, or reported, and never acknowledged.
@Suite struct PartialFailureTests {
  private let bench: PublisherBench

  init() throws { bench = try PublisherBench() }

  @Test func onlyFailedEntriesAreSentAgain() throws {
    var failures: [Int: Int] = [3: 1, 7: 2, 12: 1]
    bench.aws.judge = { detail in
      let sequence = detail["EventSequence"]?.number?.int ?? 0
      guard let left = failures[sequence], left > 0 else { return .taken }
      failures[sequence] = left - 1
      return .failed(code: "ThrottlingException")
    }
    #expect(try bench.publish(try StreamSample(15).records) == [])
    #expect(bench.sequences.sorted() == Array(1...15))
    let sent = bench.aws.requests.map { $0.compactMap(sequence) }
    #expect(sent == [Array(1...10), Array(11...15), [3, 7, 12], [7]])
    #expect(bench.sleeper.sleeps.count == 2)
  }

  @Test(arguments: ["InternalFailure", "ThrottlingException", "AccessDeniedException", "SomethingNew"])
  func whatRemainsIsReportedLowestFirst(code: String) throws {
    bench.aws.judge = { [2, 5, 14].contains($0["EventSequence"]?.number?.int) ? .failed(code: code) : .taken }
    #expect(try bench.publish(try StreamSample(15).records) == ["1002", "1005", "1014"])
    #expect(bench.sequences.count == 12)
    #expect(bench.aws.messages.isEmpty)
    #expect(bench.output.metrics["PublishFailures"] == 3)
    #expect(bench.output.metrics["EventsPublished"] == 12)
    let line = try JSONValue(parsing: try #require(bench.output.logs.last))
    #expect(line["level"] == "ERROR" && line["failed"] == 3 && line["total"] == 15)
    #expect(line["reason"]?.string?.hasPrefix(code) == true)
  }

  @Test(
    arguments: [
      BusAndQueue.Answer.response(500, "{}"), .response(503), .failure(.reset, mayHaveExecuted: true),
      .failure(.connect, mayHaveExecuted: false), .response(200, "{}"), .response(200, #"{"Entries":[{}]}"#),
      .response(200, "no json"), .response(400, #"{"__type":"AccessDeniedException","message":"no"}"#),
      .response(400, #"{"__type":"ResourceNotFoundException","message":"no bus"}"#),
    ])
  func aRequestThatFailsAsAWholeIsReported(answer: BusAndQueue.Answer) throws {
    bench.aws.interrupt = { _ in answer }
    let failed = try bench.publish(try StreamSample(12).records)
    #expect(failed == (1_001...1_012).map(String.init))
    #expect(bench.aws.messages.isEmpty)
  }

  @Test(
    "what only a change of permissions can mend is named, and not sent again in vain",
    arguments: ["AccessDeniedException", "ResourceNotFoundException", "UnrecognizedClientException"])
  func denied(code: String) throws {
    bench.aws.interrupt = { _ in .response(400, #"{"__type":"\#(code)","message":"no"}"#) }
    #expect(try bench.publish(try StreamSample(3).records) == ["1001", "1002", "1003"])
    #expect(bench.aws.requests.count == 1)
    #expect(bench.sleeper.sleeps.isEmpty)
    #expect(try JSONValue(parsing: try #require(bench.output.logs.last))["errorType"] == "PublishRefused")
  }

  @Test("a failure that may pass is named as that")
  func failed() throws {
    bench.aws.interrupt = { _ in .response(503) }
    _ = try bench.publish(try StreamSample(3).records)
    #expect(try JSONValue(parsing: try #require(bench.output.logs.last))["errorType"] == "PublishFailed")
  }

  /// One lost answer of several: its entries are sent again, the others are not.
  @Test func oneRequestOfSeveralFails() throws {
    var isFirst = true
    bench.aws.interrupt = { entries in
      guard isFirst, entries.compactMap(self.sequence).contains(11) else { return nil }
      isFirst = false
      return .response(200, #"{"Entries":[]}"#)
    }
    #expect(try bench.publish(try StreamSample(25).records) == [])
    #expect(bench.sequences.sorted() == Array(1...25))
    #expect(bench.aws.requests.map(\.count) == [10, 10, 5, 10])
  }

  // MARK: The deadline

  @Test func backOffEndsBeforeTheDeadline() throws {
    bench.aws.judge = { _ in .failed(code: "InternalFailure") }
    bench.aws.interrupt = { [bench] _ in
      bench.clock.advance(milliseconds: 760)
      return nil
    }
    let end = bench.clock.now().adding(milliseconds: 2_000)
    #expect(try bench.publish(try StreamSample(1).records, seconds: 2) == ["1001"])
    #expect(bench.clock.now() < end)
    #expect(bench.aws.requests.count == 2)
  }

  /// Lambda would end the invocation: what was not sent by then is reported and not sent.
  @Test func nothingIsSentAfterTheDeadline() throws {
    bench.aws.interrupt = { [bench] _ in
      bench.clock.advance(milliseconds: 3_000)
      return nil
    }
    let failed = try bench.publish(try StreamSample(90).records, seconds: 10)
    #expect(bench.aws.requests.count == 4)
    #expect(failed == (1_041...1_090).map(String.init))
    #expect(bench.sequences == Array(1...40))
  }

  @Test func anInvocationWithoutTimeReportsAll() throws {
    #expect(try bench.publish(try StreamSample(2).records, seconds: 0) == ["1001", "1002"])
    #expect(try bench.publish(try StreamSample(2).records, seconds: -5) == ["1001", "1002"])
    #expect(bench.aws.requests.isEmpty)
  }

  /// `lambda_timeout` may be a second: then, too, events get through.
  @Test(arguments: [1, 2]) func aShortInvocationPublishes(seconds: Int64) throws {
    #expect(try bench.publish(try StreamSample(3).records, seconds: seconds) == [])
    #expect(bench.sequences == [1, 2, 3])
  }

  @Test func withoutADeadlineTheTriesAreBounded() throws {
    bench.aws.judge = { _ in .failed(code: "InternalFailure") }
    #expect(try bench.publish(try StreamSample(1).records, seconds: nil) == ["1001"])
    #expect(bench.aws.requests.count == 3)
  }

  private func sequence(_ entry: JSONValue) -> Int? {
    entry["Detail"]?.string.flatMap { try? JSONValue(parsing: $0) }?["EventSequence"]?.number?.int
  }
}
