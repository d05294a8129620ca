import DynamoDB
import Environment
import EventSourcing
import JSON

/// The read model of a domain in its DynamoDB table: key `AccountId` (S), or what the domain's noun makes of it, and
/// `ProjectionType` (S).
public final class DynamoDBReadModel: ReadModelReader {
  let client: DynamoDBClient
  let table: String
  let noun: Noun

  /// - Parameters:
  ///   - table: the table's name, `READ_MODEL_TABLE`.
  ///   - noun: what the domain calls its aggregates.
  public init(client: DynamoDBClient, table: String, noun: Noun) {
    self.client = client
    self.table = table
    self.noun = noun
  }

  public func item(
    _ projection: ProjectionType, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject? {
    let read = GetItem(table: table, key: key(projection, of: aggregateID), consistent: true)
    return try Self.translating { () throws(DynamoDBError) in
      try client.perform(read, deadline: deadline).item?.json
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
    for item in items { if let owner = aggregateID(in: item) { summaries[owner] = item.json } }
    return summaries
  }

  // MARK: Forms

  func key(_ projection: ProjectionType, of aggregateID: AggregateID) -> Item {
    [noun.idAttribute: .string(aggregateID.text), ProjectionType.attribute: .string(projection.text(of: noun))]
  }

  func attributes(of item: ReadModelItem) throws(ReadModelError) -> Item {
    do {
      return try Item(json: item.attributes)
    } catch {
      throw ReadModelError(.refused, "the item \(item.projection.text(of: noun)) cannot be stored: \(error)")
    }
  }

  /// The aggregate that an item belongs to.
  func aggregateID(in item: Item) -> AggregateID? { item[noun.idAttribute]?.string.flatMap { try? AggregateID($0) } }

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
