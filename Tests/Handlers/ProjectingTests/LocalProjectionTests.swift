import AWSCore
import Accounts
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
    let events = try Logs.account("account-1", events: 40, random: random)
    let settings = try ProjectionSettings.small(snapshotInterval: 10, sliceSize: 7)
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
      let expected = try ExpectedReadModel<Account>([events], snapshotInterval: 10)
      var items = try tables.items(of: events[0].aggregateID)
      items["AccountClaim"] = nil
      #expect(items == expected.items[events[0].aggregateID])
      #expect(try tables.items(of: try AggregateID("customer-1")).map(\.key) == ["CustomerAccounts#account-1"])
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
        while let event = work.next() {
          let notice = Notice(event)
          for report in projector.project([ProjectionDemand(notice)], deadline: nil) {
            if case .failed(let failure) = report.verdict(on: notice) { work.fail("\(failure)") }
          }
        }
      } catch {
        work.fail("\(error)")
      }
      done.signal()
    }
    thread.start()
  }

  func wait() { done.wait() }
}
