import AWSCore
import Environment
import HTTPTransport
import JSON
import TestSupport
import Testing

@Suite struct AWSClientTests {
  @Test func successIsParsed() throws {
    let fixture = ClientFixture(answers: [.response(200, #"{"x":1.0}"#)])
    #expect(try fixture.call().get()["x"]?.number?.text == "1.0")
    #expect(fixture.sleeper.sleeps.isEmpty)
    #expect(fixture.transport.requests.first?.url == "https://example.us-east-1.amazonaws.com/")
    #expect(fixture.observer.calls.map(\.attempts) == [1])
    #expect(fixture.observer.calls.map(\.failed) == [false])
  }

  @Test func everyAttemptIsSignedAnew() throws {
    let fixture = ClientFixture(answers: [
      .failure(.reset, mayHaveExecuted: true), .response(500), .response(200, "{}"),
    ])
    _ = try fixture.call().get()
    let dates = fixture.transport.requests.map { request in
      request.headers.filter { $0.isNamed("x-amz-date") }.map(\.value)
    }
    #expect(dates == [["20240115T103000Z"], ["20240115T103000Z"], ["20240115T103000Z"]])
    #expect(fixture.sleeper.sleeps == [50, 100])
    #expect(fixture.observer.calls.map(\.attempts) == [3])
    #expect(fixture.observer.calls.map(\.milliseconds) == [150])
  }

  @Test func throttlingWaitsLongerAndCanNotHaveExecuted() {
    let throttled = #"{"__type":"com.amazon#ThrottlingException","message":"Rate exceeded"}"#
    let fixture = ClientFixture(answers: [.response(400, throttled)])
    let error = fixture.call().error
    #expect(error?.serviceError?.code == "ThrottlingException")
    #expect(error?.attempts == 3)
    #expect(error?.mayHaveExecuted == false)
    #expect(fixture.sleeper.sleeps == [1_000, 2_000])
  }

  @Test func permanentErrorsAreNotRetried() {
    let fixture = ClientFixture(answers: [.response(400, #"{"__type":"ValidationException","message":"no"}"#)])
    let error = fixture.call().error
    #expect(error?.attempts == 1)
    #expect(error?.mayHaveExecuted == false)
    #expect(error?.description.contains("example Do: ValidationException: no") == true)
    #expect(fixture.observer.calls.map(\.failed) == [true])
  }

  /// What a conditional write needs to know: the refusal may come from its own first attempt.
  @Test(
    "a lost answer is remembered",
    arguments: [
      ScriptedTransport.Answer.failure(.timeout, mayHaveExecuted: true), .failure(.truncated, mayHaveExecuted: true),
      .response(500), .response(503, "<html>"), .response(200, "{"),
      .response(200, "{}", headers: ["x-amz-crc32": "1"]),
      .response(400, #"{"__type":"TransactionInProgressException"}"#),
    ])
  func lostAnswer(first: ScriptedTransport.Answer) {
    let refusal = #"{"__type":"ConditionalCheckFailedException","message":"The conditional request failed"}"#
    let fixture = ClientFixture(answers: [first, .response(400, refusal)])
    let error = fixture.call().error
    #expect(error?.serviceError?.code == "ConditionalCheckFailedException")
    #expect(error?.mayHaveExecuted == true)
    #expect(error?.attempts == 2)
  }

  @Test("a request that was never sent", arguments: [TransportError.Kind.resolve, .connect, .tls])
  func neverSent(kind: TransportError.Kind) {
    let fixture = ClientFixture(answers: [.failure(kind, mayHaveExecuted: false)])
    let error = fixture.call().error
    #expect(error?.mayHaveExecuted == false)
    #expect(error?.attempts == 3)
  }

  @Test func tooLargeAnAnswerIsNotAskedForAgain() {
    let fixture = ClientFixture(answers: [.failure(.tooLarge, mayHaveExecuted: true)])
    #expect(fixture.call().error?.attempts == 1)
  }

  @Test func rightChecksumPasses() throws {
    let fixture = ClientFixture(answers: [.response(200, "123456789", headers: ["X-Amz-Crc32": "3421780262"])])
    #expect(try fixture.call().get().number?.text == "123456789")
  }

  @Test func parallelCallsRetryOnTheirOwn() {
    var served: [String: Int] = [:]
    let fixture = ClientFixture(
      ScriptedTransport { request, _ in
        let target = request.headers.first { $0.isNamed("x-amz-target") }?.value ?? ""
        served[target, default: 0] += 1
        switch (target, served[target]) {
        case ("Example_1.Fails", _): return .response(400, #"{"__type":"ResourceNotFoundException"}"#)
        case ("Example_1.Slow", 1), ("Example_1.Slow", 2): return .response(500)
        default: return .response(200, #"{"from":"\#(target)"}"#)
        }
      })
    let calls = ["Good", "Slow", "Fails"].map { AWSCall(operation: $0, input: [:]) }
    let results = fixture.client.call(calls, deadline: nil)
    #expect(fixture.transport.waves == [3, 1, 1])
    #expect(results.map { try? $0.get()["from"]?.string } == ["Example_1.Good", "Example_1.Slow", nil])
    #expect(results[2].error?.serviceError?.code == "ResourceNotFoundException")
    #expect(fixture.observer.calls.map(\.operation) == ["Good", "Fails", "Slow"])
  }

  @Test func noCallsNeedNoRoundTrip() {
    let fixture = ClientFixture(answers: [.response(200)])
    #expect(fixture.client.call([], deadline: nil).isEmpty)
    #expect(fixture.transport.waves.isEmpty)
  }

  @Test func quotaStopsRetriesOfAClientWhoseServiceIsDown() {
    let fixture = ClientFixture(maxAttempts: 100, answers: [.response(500)])
    let error = fixture.call().error
    #expect(error?.attempts == 36)
    #expect(fixture.call().error?.attempts == 1)
  }
}
