import AWSCore
import Environment
import EventBridge
import HTTPTransport
import JSON
import TestSupport
import Testing

@Suite struct EventBridgeClientTests {
  private let clock = ManualClock()

  private func client(_ transport: ScriptedTransport, _ sleeper: RecordingSleeper) throws -> EventBridgeClient {
    EventBridgeClient(
      client: AWSClient(
        configuration: try AWSClientConfiguration(service: .eventBridge, environment: LocalAWS.scripted),
        transport: transport, clock: clock, sleeper: sleeper, randomness: SeededRandomness(seed: 1)))
  }

  private func entries(_ count: Int) -> [PutEventsEntry] {
    (0..<count).map {
      PutEventsEntry(
        source: "s", detailType: "t", detail: #"{"number":\#($0)}"#, eventBusName: "bus", resources: [],
        time: clock.now())
    }
  }

  @Test func eachEntryHasItsResult() throws {
    let answer = #"""
      {"FailedEntryCount":2,"Entries":[{"EventId":"e1"},{"ErrorCode":"ThrottlingException","ErrorMessage":"slow"},
      {"ErrorCode":"MalformedDetail"}]}
      """#
    let transport = ScriptedTransport([.response(200, answer)])
    let results = try client(transport, RecordingSleeper()).putEvents(entries(3), deadline: nil)
    #expect(
      results == [
        .accepted(eventID: "e1"), .failed(code: "ThrottlingException", message: "slow"),
        .failed(code: "MalformedDetail", message: ""),
      ])
    let request = try #require(transport.requests.first)
    #expect(request.url == "https://events.eu-west-1.amazonaws.com/")
    #expect(request.headers.contains(HTTPHeader(name: "X-Amz-Target", value: "AWSEvents.PutEvents")))
    #expect(request.headers.contains(HTTPHeader(name: "Content-Type", value: "application/x-amz-json-1.1")))
    #expect(request.headers.contains { $0.value.contains("/eu-west-1/events/aws4_request") })
    #expect(try JSONValue(parsing: request.body)["Entries"]?.array?.count == 3)
  }

  @Test(
    "answers that leave an entry open",
    arguments: [
      "{}", #"{"Entries":[]}"#, #"{"Entries":[{}]}"#, #"{"Entries":[{"EventId":"a"},{"EventId":"b"}]}"#, "[]",
    ])
  func badAnswer(body: String) throws {
    let transport = ScriptedTransport([.response(200, body)])
    let client = try client(transport, RecordingSleeper())
    let error = #expect(throws: AWSError.self) { try client.putEvents(entries(1), deadline: nil) }
    #expect(error?.mayHaveExecuted == true)
  }

  @Test func batchesShareARoundTrip() throws {
    let transport = ScriptedTransport { request, _ in
      let count = (try? JSONValue(parsing: request.body))?["Entries"]?.array?.count ?? 0
      if count != 10 { return .response(400, #"{"__type":"AccessDeniedException","message":"no"}"#) }
      return .response(200, JSONValue.object(["Entries": .array(Array(repeating: ["EventId": "e"], count: 10))]).text)
    }
    let results = try client(transport, RecordingSleeper()).putEvents(
      PutEventsBatch.split(entries(13)), deadline: nil)
    #expect(transport.waves == [2])
    #expect(try results[0].get().count == 10)
    let error = #expect(throws: AWSError.self) { try results[1].get() }
    #expect(error?.serviceError?.code == "AccessDeniedException")
  }

  @Test func backOffIsBounded() throws {
    let sleeper = RecordingSleeper(clock: clock)
    let client = try client(ScriptedTransport([]), sleeper)
    #expect(client.backOff(after: 1, deadline: nil))
    #expect(client.backOff(after: 2, deadline: nil))
    #expect(!client.backOff(after: 3, deadline: nil))
    #expect(!client.backOff(after: 1, deadline: clock.now()))
    #expect(sleeper.sleeps.count == 2)
    #expect(zip(sleeper.sleeps, [50, 100]).allSatisfy { $0 <= $1 })
  }

  @Test(.enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
  func aRealBusTakesThem() throws {
    let connection = try LocalAWS.client(.eventBridge)
    let bus = LocalAWS.uniqueName("bus")
    _ = try connection.call("CreateEventBus", ["Name": .string(bus)], deadline: nil)
    defer { _ = try? connection.call("DeleteEventBus", ["Name": .string(bus)], deadline: nil) }
    let now = SystemClock().now()
    let entries = entries(3).map { entry in
      var entry = entry
      entry.eventBusName = bus
      entry.time = now
      return entry
    }
    let results = try EventBridgeClient(client: connection).putEvents(entries, deadline: nil)
    for result in results {
      guard case .accepted(let eventID) = result else {
        Issue.record("\(result)")
        continue
      }
      #expect(!eventID.isEmpty)
    }
    #expect(results.count == 3)
  }
}
