import EventSourcing
import JSON
import LambdaRuntime
import Projecting
import ReadModel
import TestSupport
import Testing

@Suite struct ProjectionHandlerTests {
  @Test("a live event is applied and counted, with its lag")
  func live() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 3)
    let answer = try world.invoke(ProjectionWorld.delivery(events[2]))
    #expect(answer["statusCode"] == 200)
    #expect(answer["body"] == #"{"processedEvents":1,"failedEvents":0,"totalEvents":1}"#)
    #expect(world.lines.text.contains("ProjectionLagMilliseconds"))
    #expect(world.lines.text.contains(#""GapsHealed":2"#))
    #expect(world.lines.text.contains(#""EventsProjected":3"#))
    #expect(!world.lines.text.contains("ReplayedEvents"))
    #expect(!world.lines.text.contains("amount"))
    // The metrics say it.
    #expect(!world.lines.text.contains(#""message""#))
  }

  @Test("a replayed event is counted as one, and an event that was there already has no lag")
  func again() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 1)
    _ = try world.invoke(ProjectionWorld.delivery(events[0], replay: "replay-7"))
    #expect(world.lines.text.contains("ReplayedEvents"))
    _ = try world.invoke(ProjectionWorld.delivery(events[0]))
    #expect(world.lines.text.contains("Duplicates"))
    #expect(!world.lines.text.contains("ProjectionLagMilliseconds"))
  }

  @Test(
    "an event that names no place fails by name, and is counted",
    arguments: ["AggregateId", "EventSequence", "EventHash"])
  func malformed(_ attribute: String) throws {
    let world = try ProjectionWorld()
    var detail = try world.store("account-1", events: 1)[0].detail
    detail[attribute] = 0
    let delivery: JSONValue = ["detail-type": "AccountCreated", "detail": .object(detail)]
    #expect { try world.invoke(delivery) } throws: { error in
      (error as? FunctionError)?.type == "MalformedEvent"
    }
    #expect(world.lines.text.contains(#""reason":"MalformedEvent","ProjectionFailures":1"#))
    #expect(world.readModel.items.isEmpty)
  }

  @Test("an event invoked directly that cannot be projected fails the invocation, and makes no letter")
  func direct() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 2)
    world.log.logs[events[0].aggregateID] = [events[0]]
    #expect { try world.invoke(ProjectionWorld.delivery(events[1])) } throws: { error in
      (error as? FunctionError)?.type == "EventNotInStore"
    }
    #expect(world.letters.isEmpty)
    // The runtime logs what is thrown.
    #expect(world.lines.lines(with: #""level":"ERROR""#).isEmpty)
    #expect(try world.summary(of: "account-1")?["Version"] == 1)
  }

  @Test("what is none of the known events fails by name", arguments: ["[]", "7", "{}", #"{"detail-type":"x"}"#])
  func unknown(_ text: String) throws {
    let world = try ProjectionWorld()
    #expect { try world.invoke(try JSONValue(parsing: text)) } throws: { error in
      ["MalformedEvent", "UnsupportedEvent"].contains((error as? FunctionError)?.type)
    }
  }

  @Test("rebuild folds one account anew, and says so of one that is not there")
  func rebuild() throws {
    let world = try ProjectionWorld()
    _ = try world.store("account-1", events: 5)
    let answer = try world.invoke(["action": "rebuild", "accountId": "account-1"])
    #expect(answer["body"] == #"{"processedEvents":5,"failedEvents":0,"totalEvents":5}"#)
    #expect(try world.summary(of: "account-1")?["Version"] == 5)
    let none = try world.invoke(["action": "rebuild", "accountId": "account-2"])
    #expect(none["statusCode"] == 404)
    #expect(none["body"] == #"{"error":"Account not found"}"#)
  }

  @Test("a rebuild that runs out of time says how to go on with it")
  func rebuildOutOfTime() throws {
    let world = try ProjectionWorld(sliceSize: 2)
    _ = try world.store("account-1", events: 5)
    let deadline = world.clock.now().adding(milliseconds: 100)
    let request: JSONValue = ["action": "rebuild", "accountId": "account-1"]
    #expect { try world.invoke(request, deadline: deadline) } throws: { error in
      (error as? FunctionError)?.message.contains(#""continueFrom": "request-1""#) ?? false
    }
    let rest: JSONValue = ["action": "rebuild", "accountId": "account-1", "continueFrom": "request-1"]
    #expect(try world.invoke(rest)["body"]?.string?.contains(#""processedEvents":3"#) ?? false)
  }

  @Test(
    "a rebuild whose failure may pass says how to go on with it, and none does whose log is damaged",
    arguments: [true, false])
  func rebuildFails(isDamaged: Bool) throws {
    let world = try ProjectionWorld()
    let aggregateID = try #require(world.store("account-1", events: 5).first).aggregateID
    if isDamaged {
      world.log.logs[aggregateID]?.remove(at: 2)
    } else {
      world.readModel.failures[aggregateID] = ReadModelError(.deadlineExceeded, "slow")
    }
    let error = #expect(throws: FunctionError.self) {
      try world.invoke(["action": "rebuild", "accountId": "account-1"])
    }
    #expect(error?.type == (isDamaged ? "EventLogDamaged" : "DeadlineExceeded"))
    #expect(error?.message.contains(#""continueFrom": "request-1""#) == !isDamaged)
  }

  @Test(
    "a bad action is answered with 400 and the field",
    arguments: [
      (#"{"action":"demolish"}"#, "action"), (#"{"action":7}"#, "action"), (#"{"action":"rebuild"}"#, "accountId"),
      (#"{"action":"rebuild","accountId":""}"#, "accountId"),
      (#"{"action":"rebuild","accountId":"account-1","force":"yes"}"#, "force"),
      (#"{"action":"rebuild","accountId":"a","continueFrom":7}"#, "continueFrom"),
      (#"{"action":"rebuildAll","parts":0}"#, "parts"), (#"{"action":"rebuildAll","parts":33}"#, "parts"),
      (#"{"action":"rebuildAll","maximumEventsPerSecond":0}"#, "maximumEventsPerSecond"),
      (#"{"action":"rebuildAll","force":1}"#, "force"), (#"{"action":"rebuildPart","run":"r","part":1}"#, "action"),
    ])
  func badAction(_ text: String, _ field: String) throws {
    let answer = try ProjectionWorld().invoke(try JSONValue(parsing: text))
    #expect(answer["statusCode"] == 400)
    let body = try JSONValue(parsing: try #require(answer["body"]?.string))
    #expect(body["field"] == .string(field))
  }
}
