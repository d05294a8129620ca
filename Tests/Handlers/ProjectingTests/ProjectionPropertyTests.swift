import Accounts
import EventSourcing
import JSON
import Parcels
import Projecting
import ReadModel
import TestSupport
import Testing

/// For any order, any duplication, any company, any number of projectors at once, and deliveries that die anywhere: the
/// read model is the fold of the log, rows of views included, and `Version` never falls.
@Suite struct ProjectionPropertyTests {
  static let casesPerSeed = 50

  @Test("random orders, duplicates, forgeries, rebuilds, interleavings and crashes", arguments: 0..<20)
  func random(seed: Int) throws {
    let random = SeededRandomness(seed: UInt64(seed) &* 7_919)
    for number in 0..<Self.casesPerSeed {
      let count = 1 + random.below(2)
      if seed % 2 == 0 {
        let logs = try (1...count).map {
          try Logs.account("account-\($0)", events: 1 + random.below(14), random: random)
        }
        try check(ProjectionScenario<Account>(logs: logs, random: random), random, "seed \(seed), case \(number)")
      } else {
        let logs = try (1...count).map { try Logs.parcel("parcel-\($0)", events: 1 + random.below(14), random: random) }
        try check(ProjectionScenario<Parcel>(logs: logs, random: random), random, "seed \(seed), case \(number)")
      }
    }
  }

  private func check<Model: Domain & SendableMetatype>(
    _ scenario: ProjectionScenario<Model>, _ random: SeededRandomness, _ name: Comment
  ) throws {
    let run = scenario.interleaving(seed: random.nextUInt64())
    var crashes = random.below(6)
    run.run(
      projectors: 1 + random.below(4), choose: { random.below($0) },
      fault: {
        guard crashes > 0, random.below(12) == 0 else { return .none }
        crashes -= 1
        return random.below(2) == 0 ? .before : .after
      })
    try #require(run.violations == [], name)
    try #require(try scenario.expected.holds(in: run.readModel), name)
  }

  @Test("each subset of six events delivered last", arguments: 0..<64)
  func heldBack(subset: Int) throws {
    var random = SeededRandomness(seed: UInt64(subset))
    let events = try Logs.parcel("parcel-1", events: 6, random: random)
    let places = Array(0..<6).shuffled(using: &random)
    let early = places.filter { subset >> $0 & 1 == 0 }
    let late = places.filter { subset >> $0 & 1 == 1 }
    let scenario = ProjectionScenario<Parcel>(
      logs: [events], deliveries: (early + late).map { .notices([Notice(events[$0])]) },
      settings: try .small(snapshotInterval: 2, sliceSize: 2))
    let run = scenario.interleaving(seed: 1)
    run.run(projectors: 1, choose: { _ in 0 })
    #expect(run.violations == [])
    #expect(try scenario.expected.holds(in: run.readModel))
  }

  @Test(
    "every schedule of two projectors",
    arguments: [[1, 0], [0, 0], [2, 0], [0, 1]])
  func everySchedule(order: [Int]) throws {
    let events = try Logs.parcel("parcel-1", events: 3, random: SeededRandomness(seed: 5))
    let scenario = ProjectionScenario<Parcel>(
      logs: [Array(events.prefix((order.max() ?? 0) + 1))], deliveries: order.map { .notices([Notice(events[$0])]) },
      settings: try .small(snapshotInterval: 2, sliceSize: 10, claimMilliseconds: 1))
    let expected = try scenario.expected
    var explorer = ScheduleExplorer()
    while explorer.advance() {
      let run = scenario.interleaving(seed: 1, isTorn: false)
      run.run(projectors: 2, choose: { explorer.choose(among: $0) })
      try #require(run.violations == [])
      try #require(expected.holds(in: run.readModel))
    }
    #expect(explorer.runs > 20)
  }
}
