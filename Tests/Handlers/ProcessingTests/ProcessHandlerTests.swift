import EventSourcing
import JSON
import LambdaRuntime
import TestSupport
import Testing
import Transfers

@Suite struct ProcessHandlerTests {
  @Test("a notification takes its transfer to the end, once, and the log lines name what it belongs to")
  func once() throws {
    let world = try ProcessWorld()
    let message = try world.notification()
    #expect(try world.take(message, message) == Delivery.failed())
    #expect(try world.bank.state(of: "transfer").status == .completed)
    #expect(world.lines.metrics["ProcessSteps"] == 2)
    let correlationID = try world.bank.events(of: "transfer")[0].correlationID
    #expect(world.lines.logs.count == 2)
    #expect(
      world.lines.logs.allSatisfy { $0.contains(#""correlationId":"\#(correlationID)","aggregateId":"transfer""#) })
    #expect(!world.lines.text.contains("amount"))
  }

  @Test("a run is read once for each event that it records, and once at its end")
  func reads() throws {
    let world = try ProcessWorld()
    #expect(try world.take(try world.notification()) == Delivery.failed())
    #expect(try world.bank.events(of: "transfer").count == 3)
    #expect(world.bank.log.tailsRead[try AggregateID("transfer")] == 3)
  }

  @Test("messages that name no run are put aside, the others of the batch go on")
  func unreadable() throws {
    let world = try ProcessWorld()
    let notification = try world.notification()
    let bodies = ["no JSON", #"{"detail-type":"TransferRequested","detail":{}}"#, "{}", #"{"transferId":7}"#]
    #expect(try world.take(bodies[0], bodies[1], bodies[2], bodies[3], notification) == Delivery.failed())
    let letters = world.deadLetters.letters.map { $0["process"] }
    #expect(letters.map { $0?["reason"] } == ["UnknownMessage", "MalformedEvent", "UnknownMessage", "UnknownMessage"])
    #expect(letters.map { $0?["messageId"] } == (0..<4).map { .string("message-\($0)") })
    #expect(world.lines.metrics["DeadLetters"] == 4)
    #expect(letters[0]?["detail"]?.string?.hasPrefix("the message is no JSON: ") == true)
    #expect(try world.bank.state(of: "transfer").status == .completed)
  }

  @Test("a letter, moved back into the queue, takes its transfer on")
  func letter() throws {
    let world = try ProcessWorld()
    let intact = try world.damage("b")
    #expect(try world.take(try world.notification()) == Delivery.failed())
    let letter = try #require(world.deadLetters.letters.first)
    #expect(letter["process"]?["reason"] == "EventLogDamaged")
    #expect(letter["process"]?["aggregateId"] == "transfer")
    #expect(try world.bank.state(of: "transfer").status == .debited)
    world.bank.log.logs[try AggregateID("b")] = intact
    #expect(try world.take(letter.text) == Delivery.failed())
    #expect(try world.bank.state(of: "transfer").status == .completed)
  }

  @Test(
    "an event that the store does not show is waited for as long as a replica may lag", arguments: [0, 61] as [Int64])
  func notYet(age: Int64) throws {
    let world = try ProcessWorld()
    let message = try world.notification()
    let id = try AggregateID("transfer")
    let log = world.bank.log.logs[id]
    world.bank.log.logs[id] = nil
    #expect(try world.take(message, age: age) == (age == 0 ? Delivery.failed(0) : Delivery.failed()))
    #expect(world.deadLetters.letters.map { $0["process"]?["reason"] } == (age == 0 ? [] : ["EventNotInStore"]))
    world.bank.log.logs[id] = log
    #expect(try world.take(message) == Delivery.failed())
    #expect(try world.bank.state(of: "transfer").status == .completed)
  }

  @Test("what fails for now comes again, and so does a letter that the dead-letter queue does not take")
  func again() throws {
    let world = try ProcessWorld()
    var isDown = true
    world.bank.log.beforeAppend = { _ throws(EventStoreError) in
      if isDown { throw EventStoreError(.unavailable, "down") }
    }
    world.deadLetters.refusal = .response(400, #"{"__type":"AccessDeniedException"}"#)
    #expect(try world.take(try world.notification(), "no JSON") == Delivery.failed(0, 1))
    #expect(world.lines.lines(with: "the dead-letter queue did not take its letter").count == 1)
    isDown = false
    #expect(try world.take(try world.notification()) == Delivery.failed())
    #expect(try world.bank.state(of: "transfer").status == .completed)
  }

  @Test("a run that stopped is told by whoever comes after, as whoever recorded it may have died")
  func stopped() throws {
    let world = try ProcessWorld(opens: false)
    let message = try world.notification()
    world.bank.log.afterAppend = { append throws(EventStoreError) in
      // The payer goes once it has been debited.
      if append.events.last?.type == "TransferDebited" {
        world.bank.log.afterAppend = nil
        try? world.bank.command("a", .accountClosed, [:])
      }
    }
    #expect(try world.take(message) == Delivery.failed())
    #expect(try world.bank.state(of: "transfer").isRefunded == false)
    #expect(world.lines.metrics["ProcessesStopped"] == 1)
    world.lines.forget()
    #expect(try world.take(message) == Delivery.failed())
    #expect(world.lines.metrics["ProcessesStopped"] == 1)
  }

  @Test("resume takes a transfer on, says how far, and knows none that is not there")
  func resume() throws {
    let world = try ProcessWorld()
    for recorded: JSONValue in [2, 0] {
      let answer = try world.act(["action": "resume", "transferId": "transfer"])
      #expect(answer.status == 200)
      #expect(answer.body == ["recordedEvents": recorded, "needsOperator": false])
    }
    let unknown = try world.act(["action": "resume", "transferId": "other"])
    #expect(unknown.status == 404)
    #expect(unknown.body == ["error": "Transfer not found"])
  }

  @Test(
    "a resume that cannot be read names its field",
    arguments: [("action", "restart"), ("transferId", 7), ("transferId", "")] as [(String, JSONValue)])
  func unreadableResume(_ field: String, _ value: JSONValue) throws {
    let world = try ProcessWorld()
    var action: JSONObject = ["action": "resume", "transferId": "transfer"]
    action[field] = value
    let answer = try world.act(action)
    #expect(answer.status == 400)
    #expect(answer.body["field"] == .string(field))
  }

  @Test("what is no event of this function fails by name", arguments: ["[]", "7", "{}", #"{"Records":[{}]}"#])
  func unknown(_ text: String) throws {
    let world = try ProcessWorld()
    #expect { try world.invoke(try JSONValue(parsing: text)) } throws: { error in
      (error as? FunctionError)?.type == "UnsupportedEvent"
    }
  }

  @Test("a failed resume fails the invocation by name")
  func failedResume() throws {
    let world = try ProcessWorld()
    _ = try world.damage("a")
    #expect { try world.invoke(["action": "resume", "transferId": "transfer"]) } throws: { error in
      (error as? FunctionError)?.type == "EventLogDamaged"
    }
    #expect(world.lines.text.contains(#""reason":"EventLogDamaged","ProcessFailures":1"#))
  }
}
