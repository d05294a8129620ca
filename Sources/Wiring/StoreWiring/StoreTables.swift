import AWSCore
import Bootstrap
import DynamoDB
import EventSourcing
import EventStore
import ReadModel

/// The tables, as the environment of a function names them.
public struct StoreTables {
  /// What they are reached by.
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

  /// The read model's table as a store of progress.
  ///
  /// - Parameters:
  ///   - owner: the noun that the table's partition key is named after.
  ///   - partition: what all of it stands under.
  public func progress(of owner: Noun, under partition: String) throws(ConfigurationError) -> DynamoDBProgressStore {
    DynamoDBProgressStore(client: client, table: try readModel(), noun: owner, partition: partition)
  }

  func readModel() throws(ConfigurationError) -> String { try bootstrap.required("READ_MODEL_TABLE") }

  func eventStore(copies: EventStoreTables.Copies) throws(ConfigurationError) -> DynamoDBEventStore {
    try eventStore(
      EventStoreTables(
        events: try bootstrap.required("EVENT_STORE_TABLE"), journal: try bootstrap.required("COMMAND_JOURNAL_TABLE"),
        copies: copies))
  }

  private func eventStore(_ tables: EventStoreTables) throws(ConfigurationError) -> DynamoDBEventStore {
    let shards = try bootstrap.integer("EVENT_TYPE_SHARDS", default: 1, in: 1...EventTypeShards.maximum)
    return DynamoDBEventStore(
      client: client, tables: tables, shards: EventTypeShards(shards) ?? .single, clock: bootstrap.clock,
      sleeper: bootstrap.sleeper, randomness: bootstrap.randomness)
  }
}
