import DynamoDB
import Environment
import EventSourcing
import JSON

/// The read model of a domain in its DynamoDB table: key `AccountId` (S), or what the domain's noun makes of it, and
/// `ProjectionType` (S).
public final class DynamoDBReadModel: ReadModelStore {
  private let client: DynamoDBClient
  private let table: String
  private let noun: Noun

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

  public func auditTrail(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(ReadModelError) -> AuditTrailPage {
    guard from <= through, limit > 0 else { return AuditTrailPage(items: [], last: nil, hasMore: false) }
    var query = Query(
      table: table,
      keyCondition: Expression(
        "#id = :id AND #type BETWEEN :from AND :through",
        names: ["#id": noun.idAttribute, "#type": ProjectionType.attribute],
        values: [
          ":id": .string(aggregateID.text), ":from": .string(ProjectionType.auditTrail(from).text(of: noun)),
          ":through": .string(ProjectionType.auditTrail(through).text(of: noun)),
        ]))
    query.limit = limit
    query.consistent = true
    let output = try Self.translating { () throws(DynamoDBError) in try client.perform(query, deadline: deadline) }
    let last = output.items.last ?? output.lastEvaluatedKey
    return AuditTrailPage(
      items: output.items.map(\.json), last: last.flatMap(Self.sequence), hasMore: output.lastEvaluatedKey != nil)
  }

  public func put(_ items: [ReadModelItem], deadline: Timestamp?) throws(ReadModelError) {
    var writes: [Item] = []
    writes.reserveCapacity(items.count)
    for item in items { writes.append(try attributes(of: item)) }
    try Self.translating { () throws(DynamoDBError) in
      if let only = writes.first, writes.count == 1 {
        try client.perform(PutItem(table: table, item: only), deadline: deadline)
      } else {
        try client.writeAll(writes.map { .put($0) }, table: table, deadline: deadline)
      }
    }
  }

  public func replace(
    _ item: ReadModelItem, ifStill read: JSONObject?, deadline: Timestamp?
  ) throws(ReadModelError) -> Bool {
    let condition = try SummaryIdentity.condition(unchangedFrom: read, key: noun.idAttribute)
    let put = PutItem(table: table, item: try attributes(of: item), condition: condition)
    do {
      try client.perform(put, deadline: deadline)
      return true
    } catch {
      // What stands there may be this very item: put by an attempt whose answer was lost, or by another projector.
      if case .conditionalCheckFailed(let standing) = error.kind {
        return SummaryIdentity.same(standing?.json, item.attributes)
      }
      throw ReadModelError(error)
    }
  }

  public func remove(
    _ projection: ProjectionType, of aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) {
    let key = key(projection, of: aggregateID)
    try Self.translating { () throws(DynamoDBError) in
      try client.writeAll([.delete(key: key)], table: table, deadline: deadline)
    }
  }

  // MARK: Forms

  private func key(_ projection: ProjectionType, of aggregateID: AggregateID) -> Item {
    [noun.idAttribute: .string(aggregateID.text), ProjectionType.attribute: .string(projection.text(of: noun))]
  }

  private func attributes(of item: ReadModelItem) throws(ReadModelError) -> Item {
    do {
      return try Item(json: item.attributes)
    } catch {
      throw ReadModelError(.refused, "the item \(item.projection.text(of: noun)) cannot be stored: \(error)")
    }
  }

  private static func sequence(ofKey item: Item) -> SequenceNumber? {
    item[ProjectionType.attribute]?.string.flatMap(ProjectionType.auditSequence(in:))
  }

  private static func translating<Value>(
    _ body: () throws(DynamoDBError) -> Value
  ) throws(ReadModelError) -> Value {
    do {
      return try body()
    } catch {
      throw ReadModelError(error)
    }
  }
}
