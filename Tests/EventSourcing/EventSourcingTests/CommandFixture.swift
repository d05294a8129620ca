import Environment
import EventSourcing
import JSON
import TestSupport

/// Commands for one counter, on a store in memory.
struct CommandFixture {
  let clock: ManualClock
  let sleeper: RecordingSleeper
  let store: InMemoryEventStore
  let aggregateID: AggregateID
  private let randomness = SeededRandomness(seed: 3)
  private var commandStore: any EventStore

  init() throws {
    clock = ManualClock()
    sleeper = RecordingSleeper(clock: clock)
    store = InMemoryEventStore(clock: clock)
    aggregateID = try AggregateID("counter-1")
    commandStore = store
  }

  /// The same counter, seen through another store.
  func with(_ store: any EventStore) -> CommandFixture {
    var fixture = self
    fixture.commandStore = store
    return fixture
  }

  @discardableResult
  func execute(
    _ commands: [Counter.Command], key: String?, expected: Int? = nil, deadline: Timestamp? = nil
  ) throws -> CommandResult {
    let key = try key.map { try IdempotencyKey($0) }
    return try execute(commands, keys: commands.map { _ in key }, expected: expected, deadline: deadline)
  }

  /// With a key for each command.
  @discardableResult
  func execute(
    _ commands: [Counter.Command], keys: [IdempotencyKey?], expected: Int? = nil, deadline: Timestamp? = nil
  ) throws -> CommandResult {
    let request = CommandRequest<Counter>(
      aggregateID: aggregateID, entries: zip(commands, keys).map { .init($0, key: $1) },
      expectedSequence: expected.flatMap(SequenceNumber.init), userID: "system", correlationID: nil,
      content: .array(commands.map { .number(JSONNumber($0.amount)) }))
    let execution = CommandExecution<Counter>(
      store: commandStore, clock: clock, sleeper: sleeper, randomness: randomness,
      journalRetention: .standard)
    return try execution.execute(request, deadline: deadline)
  }

  /// Another writer's event.
  static func intrude(on store: InMemoryEventStore, _ aggregateID: AggregateID, amount: Int = 1) {
    let head = store.logs[aggregateID]?.last?.head ?? .empty
    let event = RecordedEvent(
      NewEvent(type: "Counted", version: "2.0", data: ["amount": .number(JSONNumber(amount))]),
      eventID: "intruder-\(head.sequence)", aggregateID: aggregateID, after: head, at: head.timestamp,
      metadata: EventMetadata(commandID: nil, userID: "other", correlationID: nil))
    store.logs[aggregateID, default: []].append(event)
  }
}
