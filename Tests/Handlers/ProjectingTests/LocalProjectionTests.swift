import AWSCore
import DynamoDB
import Environment
import EventSourcing
import EventStore
import Foundation
import JSON
import Projecting
import ReadModel
import TestSupport
import Testing

/// Several projectors at once on the local AWS's DynamoDB, each with its own connection.
@Suite(.enabled(if: LocalAWS.isPresent, "LOCAL_AWS_ENDPOINT is not set"))
struct LocalProjectionTests {
  @Test("any order, duplicates and rivals give the read model of one delivery in order", arguments: [1, 2, 3])
  func rivals(seed: UInt64) throws {
    let random = SeededRandomness(seed: seed)
    let events = try AccountLog.make("account-1", events: 40, random: random)
    let settings = try ProjectionScenario.settings(snapshotInterval: 10, sliceSize: 7)
    var generator = random
    let deliveries = (events + events).shuffled(using: &generator)
    try LocalProjectionTables.with { tables in
      try tables.store(events)
      let work = DeliveryQueue(deliveries)
      let threads = (0..<4).map { number in
        RivalProjector(work, randomSeed: seed &+ UInt64(number), tables: tables, settings: settings)
      }
      for thread in threads { thread.start() }
      for thread in threads { thread.wait() }
      #expect(work.failures.isEmpty)
      let expected = ProjectionScenario(logs: [events], deliveries: [], settings: settings).expected
      #expect(try tables.items(of: events[0].aggregateID) == expected[events[0].aggregateID])
    }
  }
}

/// What is still to be delivered, for several threads.
final class DeliveryQueue: @unchecked Sendable {
  private let lock = NSLock()
  private var deliveries: [RecordedEvent]
  private var described: [String] = []

  init(_ deliveries: [RecordedEvent]) {
    self.deliveries = deliveries
  }

  var failures: [String] { lock.withLock { described } }

  func next() -> RecordedEvent? { lock.withLock { deliveries.popLast() } }

  func fail(_ description: String) { lock.withLock { described.append(description) } }
}

/// One projector on a thread of its own.
final class RivalProjector: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private let work: DeliveryQueue
  private let seed: UInt64
  private let tables: LocalProjectionTables
  private let settings: ProjectionSettings

  init(_ work: DeliveryQueue, randomSeed: UInt64, tables: LocalProjectionTables, settings: ProjectionSettings) {
    self.work = work
    seed = randomSeed
    self.tables = tables
    self.settings = settings
  }

  func start() {
    let thread = Thread { [self] in
      do {
        let projector = try tables.projector(randomSeed: seed, settings: settings)
        while let event = work.next() { _ = try projector.project(event, deadline: nil) }
      } catch {
        work.fail("\(error)")
      }
      done.signal()
    }
    thread.start()
  }

  func wait() { done.wait() }
}
