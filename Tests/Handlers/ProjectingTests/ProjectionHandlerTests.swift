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
  }

  @Test("a replayed event is counted and logged as one, and has no lag")
  func replayed() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 1)
    _ = try world.invoke(ProjectionWorld.delivery(events[0], replay: "replay-7"))
    _ = try world.invoke(ProjectionWorld.delivery(events[0], replay: "replay-7"))
    #expect(world.lines.text.contains(#""replayName":"replay-7""#))
    #expect(world.lines.text.contains("ReplayedEvents"))
    #expect(world.lines.text.contains("Duplicates"))
    #expect(!world.lines.text.contains("ProjectionLagMilliseconds"))
  }

  @Test("an event that was there already has no lag: published again, it is not late")
  func again() throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 1)
    _ = try world.invoke(ProjectionWorld.delivery(events[0]))
    let before = world.lines.text.utf8.count
    _ = try world.invoke(ProjectionWorld.delivery(events[0]))
    let after = String(decoding: world.lines.text.utf8.dropFirst(before), as: UTF8.self)
    #expect(after.contains("Duplicates"))
    #expect(!after.contains("ProjectionLagMilliseconds"))
  }

  static let poison: [(String, @Sendable (inout JSONObject) -> Void)] = [
    ("MalformedEvent", { $0["EventSequence"] = 0 }),
    ("MalformedEvent", { $0["EventData"] = "text" }),
    ("MalformedEvent", { $0["AggregateId"] = nil }),
    ("EventHashMismatch", { $0["UserId"] = "someone else" }),
    ("EventHashMismatch", { $0["EventData"] = ["amount": 5] }),
  ]

  @Test("an event that cannot be applied fails by name", arguments: 0..<5)
  func poisoned(_ number: Int) throws {
    let world = try ProjectionWorld()
    let events = try world.store("account-1", events: 1)
    var detail = events[0].detail
    Self.poison[number].1(&detail)
    let delivery: JSONValue = ["detail-type": "AccountCreated", "detail": .object(detail)]
    #expect { try world.invoke(delivery) } throws: { error in
      (error as? FunctionError)?.type == Self.poison[number].0
    }
    #expect(world.readModel.items.isEmpty)
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
    #expect(try world.invoke(["action": "rebuild", "accountId": "account-2"])["statusCode"] == 404)
  }

  @Test(
    "a bad action is answered with 400 and the field",
    arguments: [
      (#"{"action":"demolish"}"#, "action"), (#"{"action":7}"#, "action"), (#"{"action":"rebuild"}"#, "accountId"),
      (#"{"action":"rebuild","accountId":""}"#, "accountId"),
      (#"{"action":"rebuild","accountId":"a","force":"yes"}"#, "force"),
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
