import EventSourcing
import TestSupport
import Testing

@testable import Projecting

/// No more events a second than was asked for, without invocations that sleep.
@Suite struct RebuildPaceTests {
  @Test(
    "the pace holds over parts and invocations",
    arguments: [(1, 100, 1, 20), (4, 100, 1, 20), (1, 5, 40, 6), (3, 10, 40, 6), (2, 1_000, 3, 200), (8, 1, 1, 10)])
  func pace(parts: Int, perSecond: Int, eventsEach: Int, accounts: Int) throws {
    let world = try RebuildWorld(accounts: accounts, eventsEach: eventsEach)
    world.rebuilder.cost = 2
    world.batchSize = 1
    let start = world.clock.now()
    _ = try world.begin(parts: parts, maximumEventsPerSecond: perSecond)
    world.drain()
    #expect(world.rebuilder.folded.count == accounts)
    #expect(world.queue.deadLetters.isEmpty)
    // The last account of each part is not waited for.
    let total = accounts * eventsEach
    let least = Int64(total - parts * eventsEach) * 1_000 / Int64(perSecond)
    let took = world.rebuilder.pace.map(\.time).max()?.milliseconds(since: start) ?? 0
    #expect(took >= least - 1)
    #expect(world.sleeper.sleeps.allSatisfy { $0 <= 5_000 })
  }

  @Test("what was not used is not saved up")
  func noCredit() throws {
    let world = try RebuildWorld(accounts: 40)
    world.rebuilder.cost = 100
    _ = try world.begin(maximumEventsPerSecond: 10)
    world.rebuilder.onFold = { [world, clock = world.clock] _ in
      if world.rebuilder.folded.count == 5 { clock.advance(milliseconds: 10_000) }
    }
    world.drain()
    for (place, entry) in world.rebuilder.pace.enumerated().dropFirst(7) {
      let before = world.rebuilder.pace[place - 1]
      #expect(entry.time.milliseconds(since: before.time) >= 200)
    }
  }
}
