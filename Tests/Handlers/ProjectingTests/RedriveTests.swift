import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

/// Messages of the dead-letter queue that come back, by a mapping of its own or moved to the live queue.
@Suite struct RedriveTests {
  @Test(
    "every message that names something to do is repaired, wherever it comes from",
    arguments: [ProjectionWorld.queueARN, ProjectionWorld.deadLetterARN])
  func repaired(queueARN: String) throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    for number in 2...5 { _ = try world.store("account-\(number)", events: 2) }
    let failed: JSONValue = [
      "version": "1.0", "requestContext": ["condition": "RetriesExhausted"],
      "requestPayload": ProjectionWorld.delivery(events[1]), "responsePayload": ["errorType": "EventNotInStore"],
    ]
    let rebuild: JSONValue = [
      "requestContext": [:], "requestPayload": ["action": "rebuild", "accountId": "account-2"],
    ]
    let poison: JSONValue = [
      "poisonRecord": ["AggregateId": "account-3", "EventSequence": 2, "streamSequenceNumber": "100"],
      "reason": "refused",
    ]
    let letter: JSONValue = [
      "letter": [
        "reason": "UnknownEventType", "detail": "…", "aggregateId": "account-4", "sequence": 2, "messageId": "m",
      ]
    ]
    let action: JSONValue = ["action": "rebuild", "accountId": "account-5", "force": true]
    let batch = world.queue([failed, rebuild, poison, letter, action], from: queueARN)
    #expect(try world.invoke(batch) == Delivery.failed())
    #expect(try world.summary(of: "account-1")?["Version"] == 3)
    for number in 2...5 { #expect(try world.summary(of: "account-\(number)")?["Version"] == 2) }
  }

  @Test(
    "what names nothing to do is left whole, with its reason in the log",
    arguments: [
      (#"{"DDBStreamBatchInfo":{"shardId":"shard-1","startSequenceNumber":"1"}}"#, "StreamBatchNotRepairable"),
      (#"{"poisonRecord":{"AggregateId":"account-1"},"reason":"x"}"#, "MessageNotRepairable"),
      (#"{"letter":{"reason":"UnknownMessage","messageId":"m"}}"#, "MessageNotRepairable"),
      (#"{"requestContext":{},"requestPayload":{"something":"else"}}"#, "MessageNotRepairable"),
      (
        #"{"requestContext":{},"requestPayload":{"aggregateId":"account-1","eventType":"AccountClosed","eventData":{}}}"#,
        "CommandNotRepairable"
      ),
      (#"{"requestContext":{},"requestPayload":{"body":"{}","isBase64Encoded":false}}"#, "CommandNotRepairable"),
    ])
  func kept(_ body: String, _ reason: String) throws {
    for queueARN in [ProjectionWorld.queueARN, ProjectionWorld.deadLetterARN] {
      let world = try ProjectionWorld()
      let events = try world.store("account-1", events: 1)
      let batch = world.queue([body, ProjectionWorld.delivery(events[0]).text], from: queueARN)
      #expect(try world.invoke(batch) == Delivery.failed(0))
      #expect(world.letters.isEmpty)
      #expect(world.lines.lines(with: #""reason":"\#(reason)""#).count == 2)
      #expect(try world.summary(of: "account-1")?["Version"] == 1)
    }
  }

  @Test("a message of the dead-letter queue that cannot be repaired yet stays there, and makes no letter of its own")
  func stays() throws {
    let world = try ProjectionWorld()
    var events = try world.store("account-1", events: 2)
    var detail = events[1].detail
    detail["UserId"] = "someone else"
    events[1] = try RecordedEvent(detail: detail)
    world.log.logs[events[0].aggregateID] = events
    let letter: JSONValue = ["letter": ["reason": "EventHashMismatch", "aggregateId": "account-1", "messageId": "m"]]
    let unknown: JSONValue = ["poisonRecord": ["AggregateId": "account-2", "EventSequence": 9], "reason": "x"]
    _ = try world.store("account-3", events: 2)
    let missing: JSONValue = [
      "letter": ["reason": "EventNotInStore", "aggregateId": "account-3", "sequence": 3, "messageId": "m"]
    ]
    let bodies = [letter, ProjectionWorld.delivery(events[1]), unknown, "not an event", missing]
    let batch = world.queue(bodies, from: ProjectionWorld.deadLetterARN, age: 600)
    #expect(try world.invoke(batch) == Delivery.failed(3, 0, 1, 2, 4))
    #expect(world.letters.isEmpty)
    // Moved to the live queue, they are put aside again: one letter for each account.
    #expect(try world.invoke(world.queue(bodies, age: 600)) == Delivery.failed())
    #expect(
      world.letters.map { $0["letter"]?["reason"] } == [
        "UnknownMessage", "EventHashMismatch", "EventNotInStore", "EventNotInStore",
      ])
  }

  @Test("a rebuild that fails comes again")
  func failedRebuild() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 5)
    _ = try world.invoke(world.queue([ProjectionWorld.delivery(events[4])]))
    world.log.logs[events[0].aggregateID] = Array(events.prefix(3))
    let rebuild: JSONValue = ["action": "rebuild", "accountId": "account-1"]
    #expect(try world.invoke(world.queue([rebuild])) == Delivery.failed(0))
    #expect(world.lines.text.contains("ReadModelAhead"))
    let force: JSONValue = ["action": "rebuild", "accountId": "account-1", "force": true]
    #expect(try world.invoke(world.queue([force])) == Delivery.failed())
    #expect(try world.summary(of: "account-1")?["Version"] == 3)
  }
}
