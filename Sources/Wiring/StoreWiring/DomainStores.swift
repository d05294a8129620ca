import AWSCore
import Bootstrap
import DynamoDB
import EventSourcing
import EventStore
import ReadModel

/// A domain's event store and read model, as the environment of a function names them.
public struct DomainStores<Model: Domain> {
  private let tables: StoreTables
  /// The noun that the read model's partition key is named after.
  private let owner: Noun

  /// - Parameter owner: the noun of the domain whose tables they are; nil for this one's own.
  public init(_ tables: StoreTables, owner: Noun? = nil) {
    self.tables = tables
    self.owner = owner ?? Model.noun
  }

  /// The log with the command journal and the read model's copies of the folded state.
  public func eventStore() throws(ConfigurationError) -> DynamoDBEventStore {
    try tables.eventStore(copies: .readModel(table: try tables.readModel(), noun: Model.noun, owner: owner))
  }

  public func readModel() throws(ConfigurationError) -> DynamoDBReadModel {
    DynamoDBReadModel(client: tables.client, table: try tables.readModel(), noun: Model.noun, owner: owner)
  }
}
