import Accounts
import EventSourcing
import Foundation
import Projecting
import ReadModel
import Testing

/// What a burst on one account costs, in virtual time.
@Suite struct BurstTests {
  static let bursts: [BurstSimulation.Burst] = [true, false].flatMap { isOneCommand in
    [(50, 20, Int.max), (50, 100, .max), (50, 500, .max), (200, 100, .max), (50, 20, 8)].map {
      BurstSimulation.Burst(events: $0.0, milliseconds: $0.1, concurrency: $0.2, isOneCommand: isOneCommand)
    }
  }

  @Test("each event of a burst is written once, or nearly so", arguments: bursts)
  func writes(_ burst: BurstSimulation.Burst) throws {
    var audit = 0
    var summaries = (tried: 0, lost: 0)
    var claims = (asked: 0, granted: 0)
    var read = 0
    let seeds: [UInt64] = [1, 2, 3]
    for seed in seeds {
      let simulation = try BurstSimulation(burst, seed: seed)
      simulation.run()
      let expected = try ExpectedReadModel<Account>([simulation.events], snapshotInterval: 100)
      #expect(expected.holds(in: simulation.readModel))
      #expect(simulation.failures == 0)
      let readModel = simulation.readModel
      audit += readModel.auditWrites - 1
      summaries = (summaries.tried + readModel.summaryWrites.tried - 1, summaries.lost + readModel.summaryWrites.lost)
      claims = (claims.asked + readModel.claims.asked, claims.granted + readModel.claims.granted)
      read += simulation.log.itemsRead - 1
    }
    func mean(_ sum: Int) -> String { String(format: "%.1f", Double(sum) / Double(seeds.count)) }
    print(
      """
      \(burst): audit writes \(mean(audit)) of \(burst.events), summaries \(mean(summaries.tried)) tried and \
      \(mean(summaries.lost)) lost, claims \(mean(claims.asked)) asked and \(mean(claims.granted)) granted, events read \
      \(mean(read))
      """)
    #expect(Double(audit) <= 1.1 * Double(burst.events * seeds.count))
  }
}
