import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport

/// Logs, and what is delivered of them in which order.
struct ProjectionScenario<Model: Domain & SendableMetatype> {
  typealias Delivery = Interleaving<Model>.Delivery

  let logs: [[RecordedEvent]]
  let deliveries: [Delivery]
  /// Snapshots, slices and claims so small that short logs cross their bounds.
  let settings: ProjectionSettings

  init(logs: [[RecordedEvent]], deliveries: [Delivery], settings: ProjectionSettings) {
    self.logs = logs
    self.deliveries = deliveries
    self.settings = settings
  }

  /// Each event delivered once to three times in any order and company, some of the first copies lost for good (a later
  /// event of the aggregate heals that), some before their event can be seen, and now and then a rebuild, a replay, or a
  /// notice of what never happened.
  init(logs: [[RecordedEvent]], random: SeededRandomness) throws {
    var generator = random
    self.logs = logs
    var notices: [Notice] = []
    var deliveries: [Delivery] = []
    for events in logs {
      for (place, event) in events.enumerated() where place == events.count - 1 || random.below(8) > 0 {
        for _ in 0...random.below(3) { notices.append(Notice(event)) }
        if random.below(6) == 0 { deliveries.append(.early(Notice(event))) }
        if random.below(8) == 0 { deliveries.append(.forged(Self.forgery(of: event, random))) }
      }
      if random.below(4) == 0, let first = events.first { deliveries.append(.rebuild(first.aggregateID)) }
    }
    notices.shuffle(using: &generator)
    while !notices.isEmpty {
      let batch = Array(notices.prefix(1 + random.below(5)))
      notices.removeFirst(batch.count)
      deliveries.append(random.below(5) == 0 ? .replay(batch) : .notices(batch))
    }
    self.deliveries = deliveries.shuffled(using: &generator)
    settings = try .small(
      snapshotInterval: 1 + random.below(4), sliceSize: 1 + random.below(4),
      claimMilliseconds: [1, 40, 1_000][random.below(3)])
  }

  private static func forgery(of event: RecordedEvent, _ random: SeededRandomness) -> Notice {
    let sequence = random.below(2) == 0 ? event.sequence : event.sequence.advanced(by: 1_000)
    return Notice(aggregateID: event.aggregateID, sequence: sequence, hash: EventHash(of: ["forged": true]))
  }

  func interleaving(seed: UInt64, isTorn: Bool = true) -> Interleaving<Model> {
    Interleaving(logs: logs, deliveries: deliveries, settings: settings, seed: seed, isTorn: isTorn)
  }

  var expected: ExpectedReadModel<Model> {
    get throws { try ExpectedReadModel(logs, snapshotInterval: settings.snapshotInterval) }
  }
}

extension ProjectionSettings {
  private struct Invalid: Error {}

  /// Bounds that short logs cross.
  static func small(
    snapshotInterval: Int, sliceSize: Int, claimMilliseconds: Int64 = 1_000
  ) throws -> ProjectionSettings {
    let settings = ProjectionSettings(
      snapshotInterval: snapshotInterval, sliceSize: sliceSize, claimMilliseconds: claimMilliseconds)
    guard let settings else { throw Invalid() }
    return settings
  }
}
