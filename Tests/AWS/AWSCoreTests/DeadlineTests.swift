import Environment
import HTTPTransport
import JSON
import TestSupport
import Testing

@testable import AWSCore

@Suite struct DeadlineTests {
  private func isDeadline(_ error: AWSError?) -> Bool {
    if case .deadlineExceeded = error?.kind { true } else { false }
  }

  @Test func nothingIsSentAfterTheDeadline() {
    let fixture = ClientFixture(answers: [.response(200, "{}")])
    let error = fixture.call(deadline: fixture.clock.now()).error
    #expect(isDeadline(error))
    #expect(error?.attempts == 0)
    #expect(error?.mayHaveExecuted == false)
    #expect(fixture.transport.requests.isEmpty)
    #expect(fixture.observer.calls.count == 1)
  }

  @Test func anAttemptEndsAtTheDeadline() throws {
    let fixture = ClientFixture(answers: [.response(200, "{}")])
    _ = try fixture.call(deadline: fixture.clock.now().adding(milliseconds: 700)).get()
    _ = try fixture.call(deadline: fixture.clock.now().adding(milliseconds: 70_000)).get()
    #expect(fixture.transport.requests.map(\.totalTimeoutMilliseconds) == [700, 5_000])
  }

  @Test func aDelayPastTheDeadlineIsNotWaitedFor() {
    let throttled = #"{"__type":"ThrottlingException"}"#
    let fixture = ClientFixture(answers: [.response(400, throttled)])
    let error = fixture.call(deadline: fixture.clock.now().adding(milliseconds: 1_000)).error
    #expect(error?.serviceError?.code == "ThrottlingException")
    #expect(error?.attempts == 1)
    #expect(fixture.sleeper.sleeps.isEmpty)
    #expect(fixture.client.quota.available == RetryQuota.capacity)
  }

  @Test func aTimeOutAtTheDeadlineIsTheDeadlines() {
    let clock = ManualClock()
    let transport = ScriptedTransport { request, _ in
      clock.advance(milliseconds: Int64(request.totalTimeoutMilliseconds ?? 0))
      return .failure(.timeout, mayHaveExecuted: true)
    }
    let configuration = AWSClientConfiguration(
      service: ClientFixture.service, region: "us-east-1",
      endpoint: ClientFixture(transport).client.configuration.endpoint,
      credentials: Credentials(accessKeyID: "AKID", secretAccessKey: "secret"))
    let client = AWSClient(
      configuration: configuration, transport: transport, clock: clock, sleeper: RecordingSleeper(clock: clock),
      randomness: ConstantRandomness(.max))
    let deadline = clock.now().adding(milliseconds: 6_000)
    let result = client.call([AWSCall(operation: "Do", input: [:])], deadline: deadline)
    #expect(isDeadline(result.first?.error))
    #expect(result.first?.error?.attempts == 2)
    #expect(result.first?.error?.mayHaveExecuted == true)
    #expect(transport.requests.map(\.totalTimeoutMilliseconds) == [5_000, 950])
    #expect(clock.now() == deadline)
  }

  @Test func aDeadlineFarAwayDoesNotOverflow() throws {
    let fixture = ClientFixture(answers: [.response(200, "{}")])
    _ = try fixture.call(deadline: Timestamp(seconds: .max, nanoseconds: 0)).get()
    let error = fixture.call(deadline: Timestamp(seconds: .min, nanoseconds: 0)).error
    #expect(isDeadline(error))
  }
}
