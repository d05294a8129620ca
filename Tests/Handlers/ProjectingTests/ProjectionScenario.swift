import Accounts
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport

/// Logs, what is delivered of them in which order, and the read model that must come of it.
struct ProjectionScenario {
  let logs: [[RecordedEvent]]
  let deliveries: [Interleaving.Delivery]
  /// Snapshots and slices so small that short logs cross their bounds.
  let settings: ProjectionSettings

  init(logs: [[RecordedEvent]], deliveries: [Interleaving.Delivery], settings: ProjectionSettings) {
    self.logs = logs
    self.deliveries = deliveries
    self.settings = settings
  }

  /// One or two accounts; each event delivered once to three times in any order, some of the first copies lost for
  /// good (a later event of the account heals that), now and then with a rebuild in between.
  init(random: SeededRandomness) throws {
    var generator = random
    logs = try (1...(1 + random.below(2))).map { number in
      try AccountLog.make("account-\(number)", events: 1 + random.below(9), random: random)
    }
    var deliveries: [Interleaving.Delivery] = []
    for events in logs {
      for (place, event) in events.enumerated() where place == events.count - 1 || random.below(8) > 0 {
        for _ in 0...random.below(3) { deliveries.append(.event(event)) }
      }
      if random.below(4) == 0, let first = events.first { deliveries.append(.rebuild(first.aggregateID)) }
    }
    self.deliveries = deliveries.shuffled(using: &generator)
    settings = try Self.settings(snapshotInterval: 1 + random.below(4), sliceSize: 1 + random.below(4))
  }

  static func settings(snapshotInterval: Int, sliceSize: Int) throws -> ProjectionSettings {
    struct Invalid: Error {}
    guard let settings = ProjectionSettings(snapshotInterval: snapshotInterval, sliceSize: sliceSize) else {
      throw Invalid()
    }
    return settings
  }

  func interleaving(seed: UInt64) -> Interleaving {
    Interleaving(logs: logs, deliveries: deliveries, settings: settings, seed: seed)
  }

  /// The read model after one projector got every event once, in order.
  var expected: [AggregateID: [String: JSONObject]] {
    let inOrder = logs.joined().map { Interleaving.Delivery.event($0) }
    let run = Interleaving(logs: logs, deliveries: inOrder, settings: settings, seed: 0)
    run.run(projectors: 1, choose: { _ in 0 })
    return served(run)
  }

  /// Everything but the progress of refolds, which is never served.
  func served(_ run: Interleaving) -> [AggregateID: [String: JSONObject]] {
    run.readModel.items.mapValues { items in
      items.filter { $0.key != ProjectionType.rebuild.text(of: Account.noun) }
    }
  }
}
