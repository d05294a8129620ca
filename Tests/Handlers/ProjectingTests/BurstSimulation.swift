import Accounts
import Environment
import EventSourcing
import JSON
import Projecting
import ReadModel
import TestSupport

/// A burst of events on one account, on its way through a queue to as many projections as Lambda starts.
final class BurstSimulation: @unchecked Sendable {
  /// One row of the table.
  struct Burst: CustomStringConvertible {
    let events: Int
    /// Within how many milliseconds their messages come.
    let milliseconds: Int
    /// How many projections run at once at the most.
    let concurrency: Int
    /// Whether one command appended all of them, or each came by itself.
    let isOneCommand: Bool

    var description: String {
      let limit = concurrency == .max ? "" : ", \(concurrency) at once"
      return "\(events) in \(milliseconds) ms\(limit), \(isOneCommand ? "one command" : "one by one")"
    }
  }

  let readModel = InMemoryReadModel()
  let log = InMemoryEventStore()
  let events: [RecordedEvent]
  /// Messages that came again.
  private(set) var failures = 0

  private let burst: Burst
  private let time = VirtualTime()
  private let random: SeededRandomness
  private var waiting: [Notice] = []
  private var running = 0

  init(_ burst: Burst, seed: UInt64) throws {
    self.burst = burst
    random = SeededRandomness(seed: seed)
    var log = try SampleLog("account-1")
    log.next(["customerId": "customer-1"], type: "AccountCreated")
    // Long before the burst.
    let first = log.events
    var head = log.head
    var events = first
    let start = SampleLog.start.adding(milliseconds: 3_600_000)
    for place in 0..<burst.events {
      let pause = burst.isOneCommand ? 0 : place * burst.milliseconds / burst.events
      let event = RecordedEvent(
        NewEvent(type: "TransactionProcessed", version: "1.0", data: ["amount": 1]), eventID: random.uuid(),
        aggregateID: log.aggregateID, after: head, at: start.adding(milliseconds: Int64(pause)),
        metadata: EventMetadata(commandID: nil, userID: "u", correlationID: nil))
      events.append(event)
      head = event.head
    }
    self.events = events
    self.log.logs[log.aggregateID] = first
    self.log.summary = { [readModel] accountID in .success(readModel.items[accountID]?["AccountSummary"]) }
  }

  func run() {
    let accountID = events[0].aggregateID
    time.start { [self] in _ = projector().project([ProjectionDemand(Notice(events[0]))], deadline: nil) }
    time.run()
    time.clock.advance(milliseconds: 3_600_000)
    if burst.isOneCommand { log.logs[accountID] = events }
    for place in 1...burst.events {
      let arrival = burst.isOneCommand ? random.below(burst.milliseconds) : place * burst.milliseconds / burst.events
      time.start(after: Int64(arrival)) { [self] in
        let standing = log.logs[accountID]?.count ?? 0
        if standing <= place { log.logs[accountID] = Array(events[...place]) }
        waiting.append(Notice(events[place]))
        dispatch()
      }
    }
    time.run()
  }

  /// Lambda takes up to ten messages for each projection that it has room for.
  private func dispatch() {
    while !waiting.isEmpty, running < burst.concurrency {
      let batch = Array(waiting.prefix(10))
      waiting.removeFirst(batch.count)
      running += 1
      time.start { [self] in
        invoke(batch)
        running -= 1
        dispatch()
      }
    }
  }

  private func invoke(_ batch: [Notice]) {
    let demand = ProjectionDemand(events[0].aggregateID, notices: batch)
    for report in projector().project([demand], deadline: nil) {
      let failed = batch.filter { notice in
        if case .failed = report.verdict(on: notice) { true } else { false }
      }
      failures += failed.count
      for notice in failed {
        time.start(after: 180_000) { [self] in
          waiting.append(notice)
          dispatch()
        }
      }
    }
  }

  private func projector() -> Projector<Account> {
    let trip = RoundTrip(time: time, random: random)
    return Projector(
      log: TimedLog(log, trip), readModel: TimedReadModel(readModel, trip), clock: time.clock, sleeper: time,
      randomness: random)
  }
}
