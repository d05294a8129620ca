import AWSCore
import HTTPTransport
import TestSupport
import Testing

@Suite struct ClockCorrectionTests {
  private static let skewed = #"{"__type":"InvalidSignatureException","message":"Signature expired"}"#

  private func dates(_ fixture: ClientFixture) -> [String?] {
    fixture.transport.requests.map { request in request.headers.first { $0.isNamed("x-amz-date") }?.value }
  }

  @Test func aWrongClockIsCorrectedAndStaysCorrected() throws {
    let fixture = ClientFixture(answers: [
      .response(400, Self.skewed, headers: ["Date": "Mon, 15 Jan 2024 11:30:00 GMT"]), .response(200, "{}"),
    ])
    _ = try fixture.call().get()
    _ = try fixture.call().get()
    #expect(dates(fixture) == ["20240115T103000Z", "20240115T113000Z", "20240115T113000Z"])
  }

  @Test func aWrongSignatureWithARightClockIsFinal() {
    let fixture = ClientFixture(answers: [
      .response(403, Self.skewed, headers: ["Date": "Mon, 15 Jan 2024 10:30:10 GMT"])
    ])
    let error = fixture.call().error
    #expect(error?.attempts == 1)
    #expect(error?.serviceError?.code == "InvalidSignatureException")
  }

  @Test func aSkewThatDoesNotHelpEndsTheCall() {
    let fixture = ClientFixture(
      maxAttempts: 10,
      answers: [
        .response(403, Self.skewed, headers: ["Date": "Mon, 15 Jan 2024 11:30:00 GMT"])
      ])
    #expect(fixture.call().error?.attempts == 2)
  }

  @Test func parallelCallsAreAllTriedAgain() {
    let fixture = ClientFixture(
      ScriptedTransport { request, _ in
        request.headers.contains(HTTPHeader(name: "X-Amz-Date", value: "20240115T103000Z"))
          ? .response(403, Self.skewed, headers: ["Date": "Mon, 15 Jan 2024 11:30:00 GMT"]) : .response(200, "{}")
      })
    let calls = ["A", "B", "C"].map { AWSCall(operation: $0, input: [:]) }
    #expect(fixture.client.call(calls, deadline: nil).allSatisfy { $0.error == nil })
    #expect(fixture.transport.waves == [3, 3])
  }
}
