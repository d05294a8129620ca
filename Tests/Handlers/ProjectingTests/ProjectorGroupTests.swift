import Accounts
import EventSourcing
import Parcels
import Projecting
import TestSupport
import Testing

/// Two domains in one log: whose an aggregate is, its log says, whatever the notices tell.
@Suite struct ProjectorGroupTests {
  private let log = InMemoryEventStore()
  private let accounts = InMemoryReadModel(noun: Account.noun)
  private let parcels = InMemoryReadModel(noun: Parcel.noun)
  private let group: ProjectorGroup

  init() throws {
    group = ProjectorGroup(
      try Self.projector(Account.self, log, accounts), [try Self.projector(Parcel.self, log, parcels)])
    for number in 0..<3 {
      let seed = SeededRandomness(seed: UInt64(number))
      store(try Logs.account("account-\(number)", events: 5, random: seed))
      store(try Logs.parcel("parcel-\(number)", events: 4, random: seed))
    }
  }

  private static func projector<Model: Domain>(
    _ model: Model.Type, _ log: InMemoryEventStore, _ readModel: InMemoryReadModel
  ) throws -> DomainProjector {
    DomainProjector(
      Projector<Model>(
        log: log, readModel: readModel, clock: ManualClock(), sleeper: RecordingSleeper(),
        randomness: SeededRandomness(seed: 1), settings: try .small(snapshotInterval: 3, sliceSize: 4)))
  }

  private func store(_ events: [RecordedEvent]) {
    if let first = events.first { log.logs[first.aggregateID] = events }
  }

  private func logs(of prefix: String) -> [[RecordedEvent]] {
    log.logs.filter { $0.key.text.hasPrefix(prefix) }.map(\.value)
  }

  private func isWhole() throws -> Bool {
    try ExpectedReadModel<Account>(logs(of: "account"), snapshotInterval: 3).holds(in: accounts)
      && ExpectedReadModel<Parcel>(logs(of: "parcel"), snapshotInterval: 3).holds(in: parcels)
  }

  @Test(
    "each aggregate is projected by its own domain, in the order of the demands",
    arguments: [
      ["account": "AccountCreated", "parcel": "ParcelMoved"],
      ["account": "ParcelMoved", "parcel": "AccountCreated"],
      ["account": nil, "parcel": "NeverHeardOf"],
    ] as [[String: String?]])
  func mixed(_ told: [String: String?]) throws {
    let demands = log.logs.keys.sorted { $0.text > $1.text }.map { id in
      ProjectionDemand(id, eventType: told[String(id.text.prefix { $0 != "-" })] ?? nil)
    }
    let reports = group.project(demands, deadline: nil)
    #expect(reports.map(\.aggregateID) == demands.map(\.aggregateID))
    #expect(reports.allSatisfy { $0.failure == nil })
    #expect(try isWhole())
  }

  @Test("a rebuild finds whose the aggregate is")
  func rebuild() throws {
    for id in log.logs.keys {
      let outcome = try group.rebuild(id, run: "run-1", force: false, pace: nil, deadline: nil)
      #expect(outcome.events == log.logs[id]?.count)
    }
    #expect(try isWhole())
  }

  @Test("a log that no domain knows fails by the type of its event, and the others go on")
  func unknown() throws {
    let stranger = try Logs.stranger("parcel-x")
    store(stranger)
    let demands = log.logs.keys.map { ProjectionDemand($0) }
    let failed = group.project(demands, deadline: nil).filter { $0.failure != nil }
    #expect(failed.map(\.aggregateID) == stranger.map(\.aggregateID))
    #expect(failed.first?.failure?.name == "UnknownEventType")
    #expect(throws: ProjectionFailure.self) {
      try group.rebuild(stranger[0].aggregateID, run: "run-1", force: false, pace: nil, deadline: nil)
    }
    log.logs[stranger[0].aggregateID] = nil
    #expect(try isWhole())
  }

  @Test("what it says of itself: the names of all, the first one's first")
  func names() {
    #expect(group.noun == Account.noun)
    #expect(group.nouns == [Account.noun, Parcel.noun])
    #expect(Set(group.eventTypes.filter(\.startsLog).map(\.name)) == ["AccountCreated", "ParcelRegistered"])
  }
}
