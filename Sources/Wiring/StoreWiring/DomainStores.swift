import AWSCore
import Bootstrap
import DynamoDB
import EventSourcing
import EventStore
import ReadModel

/// A domain's event store and read model, as the environment of a function names them.
public struct DomainStores<Model: Domain> {
  /// What both are reached by.
  public let client: DynamoDBClient
  private let bootstrap: FunctionBootstrap

  /// - Parameter connections: how many connections to DynamoDB to open now.
  public init(_ bootstrap: FunctionBootstrap, connections: Int) throws(ConfigurationError) {
    self.bootstrap = bootstrap
    client = DynamoDBClient(client: try bootstrap.client(for: .dynamoDB, connections: connections))
  }

  /// The log alone.
  public func log() throws(ConfigurationError) -> DynamoDBEventStore {
    try eventStore(EventStoreTables(events: try bootstrap.required("EVENT_STORE_TABLE")))
  }

  /// The log with the command journal.
  ///
  /// - Parameter copies: whether aggregates are loaded from it, for which it has to know the read model's copies.
  public func eventStore(copies: Bool) throws(ConfigurationError) -> DynamoDBEventStore {
    try eventStore(
      EventStoreTables(
        events: try bootstrap.required("EVENT_STORE_TABLE"), journal: try bootstrap.required("COMMAND_JOURNAL_TABLE"),
        copies: copies ? .readModel(table: try readModelTable(), noun: Model.noun) : nil))
  }

  public func readModel() throws(ConfigurationError) -> DynamoDBReadModel {
    DynamoDBReadModel(client: client, table: try readModelTable(), noun: Model.noun)
  }

  private func readModelTable() throws(ConfigurationError) -> String { try bootstrap.required("READ_MODEL_TABLE") }

  private func eventStore(_ tables: EventStoreTables) throws(ConfigurationError) -> DynamoDBEventStore {
    let shards = try bootstrap.integer("EVENT_TYPE_SHARDS", default: 1, in: 1...EventTypeShards.maximum)
    return DynamoDBEventStore(
      client: client, tables: tables, shards: EventTypeShards(shards) ?? .single, clock: bootstrap.clock,
      sleeper: bootstrap.sleeper, randomness: bootstrap.randomness)
  }
}
