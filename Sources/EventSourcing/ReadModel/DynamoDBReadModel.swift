import DynamoDB
import Environment
import EventSourcing
import JSON

/// The read model of a domain in its DynamoDB table: key `AccountId` (S), or what a noun makes of it, and `ProjectionType`
/// (S).
public final class DynamoDBReadModel: ReadModelReader {
  let client: DynamoDBClient
  let table: String
  let noun: Noun
  let partitionKey: String

  /// - Parameters:
  ///   - table: the table's name, `READ_MODEL_TABLE`.
  ///   - noun: what the domain calls its aggregates.
  ///   - owner: the noun that the table's partition key is named after; nil for the same. A domain that shares another's
  ///     table keeps its own name for its aggregates beside the key.
  public init(client: DynamoDBClient, table: String, noun: Noun, owner: Noun? = nil) {
    self.client = client
    self.table = table
    self.noun = noun
    partitionKey = (owner ?? noun).idAttribute
  }

  public func item(
    _ projection: ProjectionType, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject? {
    let read = GetItem(table: table, key: key(projection, of: aggregateID), consistent: true)
    return try Self.translating { () throws(DynamoDBError) in
      try client.perform(read, deadline: deadline).item.map(content)
    }
  }

  public func summaries(
    of aggregateIDs: [AggregateID], consistent: Bool, deadline: Timestamp?
  ) throws(ReadModelError) -> [AggregateID: JSONObject] {
    let keys = aggregateIDs.map { key(.summary, of: $0) }
    let items = try Self.translating { () throws(DynamoDBError) in
      try client.getAll(keys, table: table, consistent: consistent, deadline: deadline)
    }
    var summaries: [AggregateID: JSONObject] = [:]
    for item in items { if let owner = aggregateID(in: item) { summaries[owner] = content(of: item) } }
    return summaries
  }

  // MARK: Forms

  func key(_ projection: ProjectionType, of aggregateID: AggregateID) -> Item {
    [partitionKey: .string(aggregateID.text), ProjectionType.attribute: .string(projection.text(of: noun))]
  }

  func attributes(of item: ReadModelItem) throws(ReadModelError) -> Item {
    do {
      var attributes = try Item(json: item.attributes)
      attributes[partitionKey] = .string(item.aggregateID.text)
      return attributes
    } catch {
      throw ReadModelError(.refused, "the item \(item.projection.text(of: noun)) cannot be stored: \(error)")
    }
  }

  /// An item as it was given: without the key of a table that belongs to another noun.
  func content(of item: Item) -> JSONObject {
    var content = item.json
    if partitionKey != noun.idAttribute { content[partitionKey] = nil }
    return content
  }

  /// The aggregate that an item belongs to.
  func aggregateID(in item: Item) -> AggregateID? { item[partitionKey]?.string.flatMap { try? AggregateID($0) } }

  static func translating<Value>(
    _ body: () throws(DynamoDBError) -> Value
  ) throws(ReadModelError) -> Value {
    do {
      return try body()
    } catch {
      throw ReadModelError(error)
    }
  }
}
