import Accounts
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

@Suite struct NotificationBatchTests {
  @Test("all accounts of a batch are brought forward, each with one summary, and one line says so")
  func batch() throws {
    let world = try ProjectionWorld()
    let first = try world.store("account-1", events: 5)
    let second = try world.store("account-2", events: 2)
    let messages = [first[2], second[0], first[4], first[3], second[1], first[2]].map { ProjectionWorld.delivery($0) }
    #expect(try world.invoke(world.queue(messages)) == Delivery.failed())
    #expect(world.readModel.summaryWrites.tried == 2)
    #expect(world.readModel.auditWrites == 7)
    #expect(world.lines.lines(with: #""level":"INFO","message":"#).count == 1)
    let line = try #require(world.lines.lines(with: "batch projected").first)
    #expect(line.contains(#""messages":6,"aggregates":2,"events":7"#))
    #expect(world.lines.text.contains(#""EventsProjected":7"#))
    #expect(world.lines.text.contains(#""EventsArrived":6"#))
    #expect(world.lines.text.contains("ProjectionLagMilliseconds"))
    #expect(!world.lines.text.contains("ProjectionFailures"))
    #expect(!world.lines.text.contains("customer-1"))
  }

  @Test("what the bus says of an event has no effect", arguments: 0..<4)
  func forged(_ number: Int) throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    var detail = events[1].detail
    switch number {
    case 0: detail["EventData"] = ["amount": 1_000_000]
    case 1: detail["EventType"] = "AccountClosed"
    case 2: detail["EventSequence"] = .number(try #require(JSONNumber("2.0")))
    default:
      for name in detail.keys where !["AggregateId", "EventSequence", "EventHash"].contains(name) { detail[name] = nil }
    }
    let message: JSONValue = ["detail-type": "TransactionProcessed", "detail": .object(detail)]
    #expect(try world.invoke(world.queue([message])) == Delivery.failed())
    #expect(world.letters.isEmpty)
    #expect(try ExpectedReadModel<Account>([events], snapshotInterval: 3).holds(in: world.readModel))
  }

  @Test("an event that the log does not hold has no effect and is put aside, the others of its account are done")
  func mismatch() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 4)
    let others = try Logs.account("account-1", events: 4, random: SeededRandomness(seed: 99))
    let messages = [others[3], events[3], others[2], events[1]].map { ProjectionWorld.delivery($0) }
    #expect(try world.invoke(world.queue(messages)) == Delivery.failed())
    #expect(try ExpectedReadModel<Account>([events], snapshotInterval: 3).holds(in: world.readModel))
    #expect(world.letters.count == 1)
    let letter = try #require(world.letters.first?["letter"])
    #expect(letter["reason"] == "NotificationMismatch")
    #expect(letter["aggregateId"] == "account-1")
    #expect(letter["sequence"] == 4)
    #expect(letter["messageId"] == "message-0")
    #expect(world.lines.text.contains(#""EventsArrived":4"#), "one is done with by its letter")
  }

  @Test("poison is put aside at once, once for its account, and the others of the batch go on")
  func poison() throws {
    let world = try ProjectionWorld()
    var events = try world.store("account-1", events: 6)
    let others = try world.store("account-2", events: 2)
    var detail = events[3].detail
    detail["EventType"] = "AccountFrozen"
    events[3] = try RecordedEvent(detail: detail)
    world.log.logs[events[0].aggregateID] = events
    let messages = [events[5], others[1], events[3], events[1]].map { ProjectionWorld.delivery($0) }
    #expect(try world.invoke(world.queue(messages)) == Delivery.failed())
    #expect(world.letters.count == 1)
    #expect(world.letters.first?["letter"]?["sequence"] == 4)
    #expect(try world.summary(of: "account-1")?["Version"] == 3)
    #expect(try world.summary(of: "account-2")?["Version"] == 2)
    #expect(world.lines.text.contains(#""DeadLetters":1"#))
    #expect(world.lines.text.contains(#""ProjectionFailures":2"#))
    #expect(world.lines.lines(with: #""level":"ERROR""#).count == 1)
  }

  @Test(
    "an unknown type and a newer version are put aside by name",
    arguments: ["UnknownEventType", "UnsupportedEventVersion"])
  func unknown(_ reason: String) throws {
    let world = try ProjectionWorld()
    var log = try SampleLog("account-1")
    log.next(["customerId": "customer-1"], type: "AccountCreated")
    let new = NewEvent(
      type: reason == "UnknownEventType" ? "AccountFrozen" : "AccountClosed", version: "9.0", data: [:])
    let event = RecordedEvent(
      new, eventID: "event-2", aggregateID: log.aggregateID, after: log.head, at: world.clock.now(),
      metadata: EventMetadata(commandID: nil, userID: "u", correlationID: nil))
    world.log.logs[log.aggregateID] = log.events + [event]
    #expect(try world.invoke(world.queue([ProjectionWorld.delivery(event)])) == Delivery.failed())
    #expect(world.letters.first?["letter"]?["reason"] == .string(reason))
    #expect(try world.summary(of: "account-1")?["Version"] == 1)
  }

  @Test(
    "a body that is no notification is put aside without what it held",
    arguments: [
      ("not JSON", "UnknownMessage"), ("[]", "UnknownMessage"), (#"{"secret":7}"#, "UnknownMessage"),
      ("", "UnknownMessage"), (#"{"detail-type":"AccountCreated","detail":{}}"#, "MalformedEvent"),
      (#"{"detail-type":"AccountCreated","detail":"secret"}"#, "MalformedEvent"),
    ])
  func noNotification(_ body: String, _ reason: String) throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 1)
    let batch = world.queue([body, ProjectionWorld.delivery(events[0]).text])
    #expect(try world.invoke(batch) == Delivery.failed())
    #expect(world.letters.count == 1)
    #expect(world.letters.first?["letter"]?["reason"] == .string(reason))
    #expect(world.letters.first?["letter"]?["aggregateId"] == nil)
    #expect(!world.letters.map(\.text).joined().contains("secret"))
    #expect(try world.summary(of: "account-1")?["Version"] == 1)
  }

  @Test("an event that the store does not show is waited for until the lag has passed", arguments: [0, 59, 61, 600])
  func lag(age: Int64) throws {
    let world = try ProjectionWorld()
    let events = try Logs.account("account-1", events: 3, random: SeededRandomness(seed: 3))
    world.log.logs[events[0].aggregateID] = Array(events.prefix(2))
    let answer = try world.invoke(world.queue(events.map { ProjectionWorld.delivery($0) }, age: age))
    #expect(answer == (age > 60 ? Delivery.failed() : Delivery.failed(2)))
    #expect(world.letters.map { $0["letter"]?["reason"] } == (age > 60 ? ["EventNotInStore"] : []))
    #expect(try world.summary(of: "account-1")?["Version"] == 2)
  }

  @Test("a letter that cannot be sent leaves its messages in the queue")
  func unsent() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 1)
    world.refusal = .response(403, #"{"__type":"AccessDenied","message":"no"}"#)
    let batch = world.queue(["not JSON", ProjectionWorld.delivery(events[0]).text])
    #expect(try world.invoke(batch) == Delivery.failed(0))
    #expect(!world.lines.text.contains("DeadLetters"))
  }

  @Test("a temporary failure brings back exactly the messages of its account")
  func temporary() throws {
    let world = try ProjectionWorld()
    let first = try world.store("account-1", events: 3)
    let second = try world.store("account-2", events: 3)
    world.readModel.failures[first[0].aggregateID] = ReadModelError(.unavailable, "throttled")
    let messages = [first[1], second[1], first[2], second[2]].map { ProjectionWorld.delivery($0) }
    #expect(try world.invoke(world.queue(messages)) == Delivery.failed(0, 2))
    #expect(world.letters.isEmpty)
    #expect(world.lines.text.contains(#""reason":"ReadModelUnavailable""#))
    #expect(world.lines.lines(with: #""level":"ERROR""#).count == 1)
    #expect(try world.summary(of: "account-2")?["Version"] == 3)
    world.readModel.failures = [:]
    #expect(try world.invoke(world.queue(messages)) == Delivery.failed())
    #expect(try world.summary(of: "account-1")?["Version"] == 3)
  }

  @Test("replayed events are counted as such, and have no lag")
  func replayed() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 2)
    let messages = events.map { ProjectionWorld.delivery($0, replay: "replay-7") }
    #expect(try world.invoke(world.queue(messages)) == Delivery.failed())
    #expect(try world.invoke(world.queue(messages)) == Delivery.failed())
    #expect(world.lines.text.contains(#""ReplayedEvents":2"#))
    #expect(!world.lines.text.contains("EventsArrived"))
    #expect(world.lines.text.contains(#""Duplicates":2"#))
    #expect(!world.lines.text.contains("ProjectionLagMilliseconds"))
  }

  @Test("replayed events whose summary cannot be read come again, and nothing more is asked of the tables")
  func replayedWithoutSummary() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 2)
    let messages = events.map { ProjectionWorld.delivery($0, replay: "replay-7") }
    world.readModel.summariesFailure = ReadModelError(.unavailable, "no capacity")
    let before = world.log.itemsRead
    #expect(try world.invoke(world.queue(messages)) == Delivery.failed(0, 1))
    #expect(world.log.itemsRead == before)
    #expect(world.lines.text.contains("ReadModelUnavailable"))
    #expect(world.letters.isEmpty)
    world.readModel.summariesFailure = nil
    #expect(try world.invoke(world.queue(messages)) == Delivery.failed())
    #expect(try world.summary(of: "account-1")?["Version"] == 2)
  }

  @Test("the letter about an action names the field that is wrong")
  func wrongAction() throws {
    let world = try ProjectionWorld()
    let message: JSONValue = ["action": "rebuild", "accountId": 7]
    #expect(try world.invoke(world.queue([message])) == Delivery.failed())
    let letter = try #require(world.letters.first?["letter"])
    #expect(letter["reason"] == "UnknownMessage")
    #expect(letter["detail"]?.string?.contains("accountId") == true)
  }

  @Test("records of another source fail the invocation")
  func otherSource() throws {
    #expect(throws: (any Error).self) {
      try ProjectionWorld().invoke(["Records": [["eventSource": "aws:kinesis", "messageId": "1", "body": "{}"]]])
    }
  }
}
