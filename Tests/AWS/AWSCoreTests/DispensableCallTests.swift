import HTTPTransport
import TestSupport
import Testing

@testable import AWSCore

@Suite("A call that the caller can do without")
struct DispensableCallTests {
  @Test("is not tried again by itself, and those beside it are not delayed by that", arguments: [400, 500])
  func once(_ status: Int) throws {
    let refusal = ScriptedTransport.Answer.response(status, #"{"__type":"ThrottlingException"}"#)
    let fixture = ClientFixture(answers: [.response(200, "{}"), refusal])
    let results = fixture.client.call([needed, extra], deadline: nil)
    #expect(throws: Never.self) { try results[0].get() }
    #expect(throws: AWSError.self) { try results[1].get() }
    #expect(fixture.transport.waves == [2])
    #expect(fixture.sleeper.sleeps.isEmpty)
  }

  @Test("rides along when those beside it are tried again, and does not make their wait longer")
  func ridesAlong() throws {
    let throttled = ScriptedTransport.Answer.response(400, #"{"__type":"ThrottlingException"}"#)
    let fixture = ClientFixture(answers: [.response(500), throttled, .response(200, "{}"), .response(200, "{}")])
    let results = fixture.client.call([needed, extra], deadline: nil)
    #expect(throws: Never.self) { try results[0].get() }
    #expect(throws: Never.self) { try results[1].get() }
    #expect(fixture.transport.waves == [2, 2])
    #expect(fixture.sleeper.sleeps.count == 1)
    #expect(fixture.sleeper.sleeps.allSatisfy { $0 <= 50 })
  }

  @Test("ends with those beside it, and says how")
  func ends() throws {
    let fixture = ClientFixture(answers: [.response(500), .response(500), .response(200, "{}"), .response(503)])
    let results = fixture.client.call([needed, extra], deadline: nil)
    #expect(throws: Never.self) { try results[0].get() }
    let error = #expect(throws: AWSError.self) { try results[1].get() }
    #expect(error?.attempts == 2)
    #expect(error?.serviceError?.status == 503)
    #expect(fixture.observer.calls.count == 2)
  }

  @Test("alone, it is made once")
  func alone() throws {
    let fixture = ClientFixture(answers: [.response(500)])
    #expect(throws: AWSError.self) { try fixture.client.call([extra], deadline: nil)[0].get() }
    #expect(fixture.transport.waves == [1])
  }

  @Test("leaves the tokens to those that need their retries")
  func tokens() {
    let transport = ScriptedTransport { request, _ in
      request.headers.contains { $0.value == "Example_1.Extra" } ? .response(500) : .response(200, "{}")
    }
    let fixture = ClientFixture(transport)
    for _ in 0..<100 { _ = fixture.client.call([needed, extra], deadline: nil) }
    #expect(fixture.client.quota.available == RetryQuota.capacity)
  }

  private let needed = AWSCall(operation: "Needed", input: [:])
  private let extra = AWSCall(operation: "Extra", input: [:], isDispensable: true)
}
