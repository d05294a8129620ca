import AWSCore
import Accounts
import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport

/// One account in tables in memory, and the programs that work on it: those of the command function.
struct AppendWorld {
  let aggregateID: AggregateID
  let clock: ManualClock
  private(set) var tables: MemoryTables
  private let randomness: SeededRandomness
  private let configuration: AWSClientConfiguration

  /// - Parameter attempts: how often a process sends a request at the most; more than one hides doubt.
  init(attempts: Int = 1) throws {
    aggregateID = try AggregateID("contended")
    clock = ManualClock()
    tables = MemoryTables()
    randomness = SeededRandomness(seed: 11)
    var configuration = try AWSClientConfiguration(service: .dynamoDB, environment: LocalAWS.scripted)
    configuration.retryPolicy.maxAttempts = attempts
    self.configuration = configuration
  }

  private init(_ other: AppendWorld) {
    aggregateID = other.aggregateID
    clock = ManualClock(other.clock.time)
    tables = other.tables
    randomness = SeededRandomness(seed: 23)
    configuration = other.configuration
  }

  /// The same account once more, for another schedule.
  func copy() -> AppendWorld { AppendWorld(self) }

  /// Carries out commands, one after the other, with nothing going wrong.
  mutating func prepare(_ commands: [AppendCommand]) throws {
    let transport = MemoryTransport(tables, clock: clock)
    for command in commands {
      clock.advance(milliseconds: 1_000)
      _ = try execution(on: transport).execute(try command.request(for: aggregateID), deadline: nil)
    }
    tables = transport.tables
  }

  /// An account with 100 on it, and as many further transactions as asked for.
  mutating func open(transactions: Int = 0) throws {
    try prepare(
      [AppendCommand("opening", []), AppendCommand("salary", ["100"])]
        + (0..<transactions).map { AppendCommand("earlier-\($0)", ["1"]) })
  }

  /// Lays the summary of the log as it is where commands look for it.
  mutating func project() {
    guard let copy = summary(ofAll: true, in: tables), let latest = MemoryTables.names.copies?.latest else { return }
    tables.put(copy: copy, of: aggregateID, at: latest)
  }

  /// The event store's table as it may come back from a restore: without the last event, which journal and read model know.
  mutating func loseLastEvent() {
    if let last = tables.log(of: aggregateID).last { tables.lose(last) }
  }

  /// Whether the tables carry out any put (``MemoryTables/ignoresConditions``).
  var ignoresConditions: Bool {
    get { tables.ignoresConditions }
    set { tables.ignoresConditions = newValue }
  }

  // MARK: Programs

  func store(on transport: any Transport) -> DynamoDBEventStore {
    let sleeper = RecordingSleeper(clock: clock)
    let client = AWSClient(
      configuration: configuration, transport: transport, clock: clock, sleeper: sleeper, randomness: randomness)
    return DynamoDBEventStore(
      client: DynamoDBClient(client: client), tables: MemoryTables.names, shards: .single, clock: clock,
      sleeper: sleeper, randomness: randomness)
  }

  func execution(on transport: any Transport) -> CommandExecution<Account> {
    CommandExecution(
      store: store(on: transport), clock: clock, sleeper: RecordingSleeper(clock: clock), randomness: randomness,
      journalRetention: JournalRetention(days: 1) ?? .standard)
  }

  /// The read model's item of the log as it stands in `tables`, or of its first half.
  func summary(ofAll isAll: Bool, in tables: MemoryTables) -> Item? {
    let log = tables.log(of: aggregateID)
    let part = isAll ? log[...] : log.prefix(log.count / 2)
    guard let head = part.last?.head, let state = try? Account.fold(part, onto: Account.initial) else { return nil }
    return try? Item(json: FoldedCopy<Account>(aggregateID: aggregateID, head: head, state: state).attributes)
  }
}
