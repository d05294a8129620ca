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

  /// The log with the command journal and the read model's copies of the folded state.
  public func eventStore() throws(ConfigurationError) -> DynamoDBEventStore {
    try eventStore(
      EventStoreTables(
        events: try bootstrap.required("EVENT_STORE_TABLE"), journal: try bootstrap.required("COMMAND_JOURNAL_TABLE"),
        copies: .readModel(table: try readModelTable(), noun: Model.noun)))
  }

  public func readModel() throws(ConfigurationError) -> DynamoDBReadModel {
    DynamoDBReadModel(client: client, table: try readModelTable(), noun: Model.noun)
  }

  /// The read model's table as a store of progress.
  ///
  /// - Parameter partition: what all of it stands under.
  public func progress(under partition: String) throws(ConfigurationError) -> DynamoDBProgressStore {
    DynamoDBProgressStore(client: client, table: try readModelTable(), noun: Model.noun, partition: partition)
  }

  private func readModelTable() throws(ConfigurationError) -> String { try bootstrap.required("READ_MODEL_TABLE") }

  private func eventStore(_ tables: EventStoreTables) throws(ConfigurationError) -> DynamoDBEventStore {
    let shards = try bootstrap.integer("EVENT_TYPE_SHARDS", default: 1, in: 1...EventTypeShards.maximum)
    return DynamoDBEventStore(
      client: client, tables: tables, shards: EventTypeShards(shards) ?? .single, clock: bootstrap.clock,
      sleeper: bootstrap.sleeper, randomness: bootstrap.randomness)
  }
}
