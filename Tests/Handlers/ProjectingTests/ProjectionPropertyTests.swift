import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

/// For any order, any duplication, any number of projectors at once, and deliveries that die anywhere: the read model is
/// that of one delivery in order, and `Version` never falls.
@Suite struct ProjectionPropertyTests {
  static let casesPerSeed = 50

  @Test("random orders, duplicates, rebuilds, interleavings and crashes", arguments: 0..<20)
  func random(seed: Int) throws {
    let random = SeededRandomness(seed: UInt64(seed) &* 7_919)
    for number in 0..<Self.casesPerSeed {
      let scenario = try ProjectionScenario(random: random)
      let run = scenario.interleaving(seed: random.nextUInt64())
      var crashes = random.below(6)
      run.run(
        projectors: 1 + random.below(4), choose: { random.below($0) },
        fault: {
          guard crashes > 0, random.below(12) == 0 else { return .none }
          crashes -= 1
          return random.below(2) == 0 ? .before : .after
        })
      try #require(run.violations.isEmpty, "seed \(seed), case \(number)")
      try #require(scenario.served(run) == scenario.expected, "seed \(seed), case \(number)")
    }
  }

  @Test("each subset of six events delivered last", arguments: 0..<64)
  func heldBack(subset: Int) throws {
    var random = SeededRandomness(seed: UInt64(subset))
    let events = try AccountLog.make("account-1", events: 6, random: random)
    let places = Array(0..<6).shuffled(using: &random)
    let early = places.filter { subset >> $0 & 1 == 0 }
    let late = places.filter { subset >> $0 & 1 == 1 }
    let scenario = ProjectionScenario(
      logs: [events], deliveries: (early + late).map { .event(events[$0]) },
      settings: try ProjectionScenario.settings(snapshotInterval: 2, sliceSize: 2))
    let run = scenario.interleaving(seed: 1)
    run.run(projectors: 1, choose: { _ in 0 })
    #expect(run.violations.isEmpty)
    #expect(scenario.served(run) == scenario.expected)
  }

  @Test(
    "every schedule of two projectors",
    arguments: [[1, 0], [0, 0], [2, 0], [1, 2], [2, 1], [0, 1]])
  func everySchedule(order: [Int]) throws {
    let events = try AccountLog.make("account-1", events: 3, random: SeededRandomness(seed: 5))
    let scenario = ProjectionScenario(
      logs: [Array(events.prefix((order.max() ?? 0) + 1))], deliveries: order.map { .event(events[$0]) },
      settings: try ProjectionScenario.settings(snapshotInterval: 2, sliceSize: 10))
    let expected = scenario.expected
    var explorer = ScheduleExplorer()
    while explorer.advance() {
      let run = scenario.interleaving(seed: 1)
      run.run(projectors: 2, choose: { explorer.choose(among: $0) })
      try #require(run.violations.isEmpty)
      try #require(scenario.served(run) == expected)
    }
    #expect(explorer.runs > 20)
  }
}
