import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

@Suite struct RedriveTests {
  @Test("every message shape that names an event is repaired")
  func repaired() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    _ = try world.store("account-2", events: 2)
    let failed: JSONValue = [
      "version": "1.0", "requestContext": ["condition": "RetriesExhausted"],
      "requestPayload": ProjectionWorld.delivery(events[1]), "responsePayload": ["errorType": "EventNotInStore"],
    ]
    let rebuild: JSONValue = [
      "requestContext": [:], "requestPayload": ["action": "rebuild", "accountId": "account-2"],
    ]
    let poison: JSONValue = [
      "poisonRecord": ["AggregateId": "account-1", "EventSequence": 3, "streamSequenceNumber": "100"],
      "reason": "refused",
    ]
    let messages = [ProjectionWorld.delivery(events[0]), failed, rebuild, poison].map(\.text)
    #expect(try world.invoke(ProjectionWorld.queue(messages)) == ["batchItemFailures": []])
    #expect(try world.summary(of: "account-1")?["Version"] == 3)
    #expect(try world.summary(of: "account-2")?["Version"] == 2)
  }

  @Test(
    "what cannot be repaired stays, with its reason in the log",
    arguments: [
      (#"{"DDBStreamBatchInfo":{"shardId":"shard-1","startSequenceNumber":"1"}}"#, "StreamBatchNotRepairable"),
      ("not JSON", "UnknownMessage"), ("[]", "UnknownMessage"), ("{}", "UnknownMessage"), ("", "UnknownMessage"),
      (#"{"poisonRecord":{"AggregateId":"account-1"},"reason":"x"}"#, "UnknownMessage"),
      (#"{"poisonRecord":{"AggregateId":"account-1","EventSequence":9},"reason":"x"}"#, "EventNotInStore"),
      (#"{"requestContext":{},"requestPayload":{"action":"rebuildAll"}}"#, "UnknownMessage"),
      (
        #"{"requestContext":{},"requestPayload":{"aggregateId":"account-1","eventType":"AccountClosed","eventData":{}}}"#,
        "CommandNotRepairable"
      ),
      (#"{"requestContext":{},"requestPayload":{"body":"{}","isBase64Encoded":false}}"#, "CommandNotRepairable"),
      (#"{"detail-type":"AccountCreated","detail":{}}"#, "MalformedEvent"),
      (#"{"detail-type":"AccountCreated","detail":7}"#, "MalformedEvent"),
    ])
  func kept(_ body: String, _ reason: String) throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 2)
    let messages = [body, ProjectionWorld.delivery(events[0]).text]
    let answer = try world.invoke(ProjectionWorld.queue(messages))
    #expect(answer == ["batchItemFailures": [["itemIdentifier": "message-0"]]])
    #expect(world.lines.text.contains(reason))
    #expect(try world.summary(of: "account-1")?["Version"] == 1)
  }

  @Test("messages for which no time is left stay")
  func outOfTime() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 1)
    let answer = try world.invoke(
      ProjectionWorld.queue([ProjectionWorld.delivery(events[0]).text]),
      deadline: world.clock.now().adding(milliseconds: 10))
    #expect(answer == ["batchItemFailures": [["itemIdentifier": "message-0"]]])
  }

  @Test("records of another source fail the invocation")
  func otherSource() throws {
    #expect(throws: (any Error).self) {
      try ProjectionWorld().invoke(["Records": [["eventSource": "aws:kinesis", "messageId": "1", "body": "{}"]]])
    }
  }
}
