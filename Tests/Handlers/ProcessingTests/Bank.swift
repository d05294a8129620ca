import Accounts
import Environment
import EventSourcing
import JSON
import Processing
import TestSupport
import Transfers

/// Accounts and transfers in one event store, and the programs that work on them.
final class Bank: @unchecked Sendable {
  let log: InMemoryEventStore
  let clock = ManualClock()

  init() {
    log = InMemoryEventStore(clock: clock)
  }

  // MARK: Programs

  func execution<Model: Aggregate>(
    _ model: Model.Type, on store: any EventStore, seed: UInt64
  ) -> CommandExecution<Model> {
    CommandExecution(
      store: store, clock: clock, sleeper: RecordingSleeper(), randomness: SeededRandomness(seed: seed),
      journalRetention: .forever)
  }

  func runner(on store: any EventStore, seed: UInt64) -> ProcessRunner<Transfer> {
    ProcessRunner(
      store: store, execution: execution(Transfer.self, on: store, seed: seed),
      participants: [DomainParticipant(execution: execution(Account.self, on: store, seed: seed &+ 1_000))],
      clock: clock)
  }

  // MARK: Commands

  func open(_ account: String, balance: Int) throws {
    try command(account, .accountCreated, [:])
    if balance != 0 { try move(account, balance) }
  }

  func move(_ account: String, _ amount: Int) throws {
    try command(account, .transactionProcessed, ["amount": .number(JSONNumber(amount))])
  }

  func command(
    _ account: String, _ type: AccountEventType, _ data: JSONObject, on store: (any EventStore)? = nil
  ) throws {
    let id = try AggregateID(account)
    _ = try execution(Account.self, on: store ?? log, seed: UInt64(events.count) &+ 99)
      .execute(request(id, try AccountCommand(type, data, for: id)), deadline: nil)
  }

  func request(_ transfer: String, from: String, to: String, amount: Int) throws {
    let id = try AggregateID(transfer)
    let data: JSONObject = [
      "fromAccountId": .string(from), "toAccountId": .string(to), "amount": .number(JSONNumber(amount)),
    ]
    _ = try execution(Transfer.self, on: log, seed: UInt64(events.count) &+ 77).execute(
      request(id, try TransferCommand(.transferRequested, data, for: id)), deadline: nil)
  }

  private func request<Model: Aggregate>(_ id: AggregateID, _ command: Model.Command) -> CommandRequest<Model> {
    CommandRequest(
      aggregateID: id, entries: [.init(command, key: nil)], expectedSequence: nil, userID: "teller",
      correlationID: nil, content: .null)
  }

  // MARK: What stands in the logs

  var events: [RecordedEvent] { log.logs.values.flatMap { $0 } }

  func events(of id: String) throws -> [RecordedEvent] { log.logs[try AggregateID(id)] ?? [] }

  func state(of transfer: String) throws -> TransferState {
    try Transfer.fold(try events(of: transfer), onto: Transfer.initial)
  }

  func balance(of account: String) throws -> String {
    try Account.fold(try events(of: account), onto: Account.initial).balance.description
  }
}
