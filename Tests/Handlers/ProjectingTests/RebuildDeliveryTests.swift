import EventSourcing
import JSON
import TestSupport
import Testing

@testable import Projecting

/// Messages that come twice, late or never, and invocations that die.
@Suite struct RebuildDeliveryTests {
  @Test("whatever call an invocation dies at, no account is left out and the queue empties", arguments: [1, 2])
  func death(parts: Int) throws {
    // Enough calls to pass through two slices of each part.
    for call in 1...60 {
      let world = try RebuildWorld(accounts: 130)
      world.rebuilder.cost = 1_000
      _ = try world.begin(parts: parts)
      world.deliver(dyingAt: call)
      world.drain()
      #expect(Set(world.rebuilder.folded).count == 130, "died at call \(call)")
      // What was taken and not yet passed in the index, and what was folded and not yet noted.
      #expect(world.rebuilder.folded.count <= 130 + 100 + 30, "died at call \(call)")
      #expect(try world.look()["isComplete"] == true)
      #expect(try world.look()["failedAccountCount"] == 0)
      #expect(world.queue.messages.isEmpty && world.queue.deadLetters.isEmpty)
    }
  }

  @Test("deaths again and again, and messages twice and thrice", arguments: 0..<30)
  func storm(seed: UInt64) throws {
    let world = try RebuildWorld(accounts: 230, seed: seed)
    let random = SeededRandomness(seed: seed)
    world.rebuilder.cost = 400
    world.batchSize = 1 + random.below(4)
    _ = try world.begin(parts: 1 + random.below(4))
    for _ in 0..<400 {
      guard let next = world.queue.nextDelivery else { break }
      world.clock.time = max(world.clock.time, next)
      if world.invocations < 40, random.below(3) == 0, let message = world.queue.messages.randomElement(random) {
        world.queue.add(message.body, at: world.clock.now())
      }
      world.deliver(dyingAt: world.invocations < 40 && random.below(3) == 0 ? 1 + random.below(80) : nil)
    }
    #expect(Set(world.rebuilder.folded).count == 230)
    #expect(try world.look()["isComplete"] == true)
    #expect(world.queue.messages.isEmpty && world.queue.deadLetters.isEmpty)
  }

  @Test("a message too many is dropped while the part is worked on, the own one is not")
  func held() throws {
    let world = try RebuildWorld(accounts: 3)
    _ = try world.begin()
    let own = try #require(world.queue.messages.first)
    world.queue.add(own.body, at: world.clock.now())
    let other = try #require(world.queue.messages.last)
    var answers: [[String]] = []
    world.rebuilder.onFold = { [unowned world] name in
      guard name == "account-1" || answers.isEmpty else { return }
      world.rebuilder.onFold = nil
      answers = [world.handle([other]), world.handle([own])]
    }
    #expect(world.handle([own]).isEmpty)
    #expect(answers == [[], [own.id]])
    #expect(world.rebuilder.folded.count == 3)
  }

  @Test("what takes the place of a second delivery stays while the first one is worked on, as that would have")
  func putOff() throws {
    let world = try RebuildWorld(accounts: 3)
    _ = try world.begin()
    let own = try #require(world.queue.messages.first)
    world.queue.add(RebuildMessage(run: "over", part: 1).text, at: world.clock.now())
    let over = try #require(world.queue.messages.last)
    var answers: [[String]] = []
    var substitutes: [String] = []
    world.rebuilder.onFold = { [unowned world] _ in
      world.rebuilder.onFold = nil
      answers.append(world.handle([over, own]))
      guard let substitute = world.queue.messages.last else { return }
      // Put off once more, it still stands for the first one.
      answers.append(world.handle([over, substitute]))
      guard let second = world.queue.messages.last else { return }
      substitutes = [second.id]
      answers.append(world.handle([second]))
    }
    #expect(world.handle([own]).isEmpty)
    #expect(answers == [[], [], substitutes] && substitutes.count == 1)
  }

  @Test("two parts that reach for the same accounts do not get them both")
  func race() throws {
    let world = try RebuildWorld(accounts: 250)
    world.batchSize = 1
    _ = try world.begin(parts: 2)
    var isFirst = true
    world.progress.onPut = { [unowned world] progress in
      guard isFirst, progress.name == "AccountRebuildRun" else { return }
      isFirst = false
      let other = world.queue.receive(atMost: 1, hiddenFor: RebuildWorld.visibility)
      #expect(world.handle(other).isEmpty)
      for message in other { world.queue.delete(message) }
    }
    world.drain()
    #expect(!isFirst)
    #expect(world.rebuilder.folded.count == 250)
    #expect(Set(world.rebuilder.folded).count == 250)
    #expect(try world.look()["isComplete"] == true)
  }

  @Test("parts that come in one batch are worked on by several invocations")
  func batched() throws {
    let world = try RebuildWorld(accounts: 200)
    world.rebuilder.cost = 200
    _ = try world.begin(parts: 4)
    world.deliver()
    #expect(world.queue.messages.count == 4)
    let parts = try world.look()["parts"]?.array ?? []
    #expect(parts.count { $0["processedAccounts"] != 0 } == 1)
    world.drain()
    #expect(Set(world.rebuilder.folded).count == 200)
  }

  @Test("an invocation without time sends nothing on: the queue counts the tries")
  func noTime() throws {
    let world = try RebuildWorld(accounts: 5)
    world.rebuilder.onFold = { _ in Issue.record("folded") }
    _ = try world.begin(parts: 3)
    let sent = world.queue.sent
    world.clock.advance(milliseconds: 1)
    world.rebuilder.isTimeOver = true
    world.drain()
    #expect(world.queue.sent == sent)
    #expect(world.queue.deadLetters.count == 3)
  }

  @Test("a newer rebuild ends the older one's parts, and covers all accounts", arguments: [0, 1, 3])
  func abandoned(deliveries: Int) throws {
    let world = try RebuildWorld(accounts: 130)
    world.rebuilder.cost = 1_000
    _ = try world.begin(parts: 3, as: "old")
    for _ in 0..<deliveries { world.deliver() }
    let before = world.rebuilder.folded.count
    _ = try world.begin(parts: 2, as: "new")
    world.drain()
    #expect(Set(world.rebuilder.folded.dropFirst(before)).count == 130)
    #expect(world.rebuilder.folded.count == before + 130)
    let progress = try world.look()
    #expect(progress["run"] == "new")
    #expect(progress["processedAccounts"] == 130)
    #expect(world.queue.messages.isEmpty)
  }

  @Test("a newer rebuild that begins in the middle of an older one's slice")
  func overtaken() throws {
    let world = try RebuildWorld(accounts: 130)
    _ = try world.begin(as: "old")
    world.rebuilder.onFold = { [unowned world] name in
      world.rebuilder.onFold = nil
      #expect(throws: Never.self) { try world.begin(as: "new") }
    }
    world.deliver()
    let before = world.rebuilder.folded.count
    #expect(before < 130)
    world.drain()
    #expect(Set(world.rebuilder.folded.dropFirst(before)).count == 130)
    #expect(try world.look()["isComplete"] == true)
  }

  @Test("stopped, the parts end where they are")
  func stopped() throws {
    let world = try RebuildWorld(accounts: 130)
    world.rebuilder.cost = 1_000
    _ = try world.begin(parts: 2)
    world.deliver()
    #expect(try world.stop() == ["run": "run-1", "isStopped": true])
    let before = world.rebuilder.folded.count
    world.drain()
    #expect(world.rebuilder.folded.count == before)
    #expect(world.queue.messages.isEmpty)
    #expect(try world.look()["isStopped"] == true)
    #expect(try world.look()["isComplete"] == false)
  }

  @Test("the same invocation, tried again, begins nothing anew")
  func triedAgain() throws {
    let world = try RebuildWorld(accounts: 130)
    world.rebuilder.cost = 1_000
    _ = try world.begin(parts: 2)
    world.deliver()
    #expect(try world.begin(parts: 2)["run"] == "run-1")
    world.drain()
    #expect(Set(world.rebuilder.folded).count == 130)
    #expect(world.rebuilder.folded.count == 130)
    #expect(world.queue.messages.isEmpty)
  }

  @Test(
    "what is no message of a part",
    arguments: [
      "", "[]", #"{"action":"rebuildPart"}"#, #"{"action":"rebuildPart","run":"r","part":0}"#,
      #"{"action":"rebuildPart","run":"r","part":33}"#, #"{"action":"rebuildPart","run":7,"part":1}"#,
      #"{"action":"rebuild","run":"r","part":1}"#,
    ])
  func strange(body: String) {
    #expect((try? JSONValue(parsing: body))?.object.flatMap(RebuildMessage.init) == nil)
  }
}

extension Array {
  fileprivate func randomElement(_ random: SeededRandomness) -> Element? {
    isEmpty ? nil : self[random.below(count)]
  }
}
