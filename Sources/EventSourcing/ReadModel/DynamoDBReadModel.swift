import DynamoDB
import Environment
import EventSourcing
import JSON

/// The read model in its DynamoDB table: key `AccountId` (S), `ProjectionType` (S).
public final class DynamoDBReadModel: ReadModelStore {
  private let client: DynamoDBClient
  private let table: String

  /// - Parameter table: the table's name, `READ_MODEL_TABLE`.
  public init(client: DynamoDBClient, table: String) {
    self.client = client
    self.table = table
  }

  public func item(
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject? {
    let read = GetItem(table: table, key: Self.key(projection, of: accountID), consistent: true)
    return try Self.translating { () throws(DynamoDBError) in
      try client.perform(read, deadline: deadline).item?.json
    }
  }

  public func auditTrail(
    of accountID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, deadline: Timestamp?
  ) throws(ReadModelError) -> AuditTrailPage {
    guard from <= through, limit > 0 else { return AuditTrailPage(items: [], last: nil, hasMore: false) }
    var query = Query(
      table: table,
      keyCondition: Expression(
        "#account = :account AND #type BETWEEN :from AND :through",
        names: ["#account": "AccountId", "#type": "ProjectionType"],
        values: [
          ":account": .string(accountID.text), ":from": .string(ProjectionType.auditTrail(from).text),
          ":through": .string(ProjectionType.auditTrail(through).text),
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
    for item in items { writes.append(try Self.attributes(of: item)) }
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
    let put = PutItem(
      table: table, item: try Self.attributes(of: item), condition: try SummaryIdentity.condition(unchangedFrom: read))
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
    _ projection: ProjectionType, of accountID: AggregateID, deadline: Timestamp?
  ) throws(ReadModelError) {
    let key = Self.key(projection, of: accountID)
    try Self.translating { () throws(DynamoDBError) in
      try client.writeAll([.delete(key: key)], table: table, deadline: deadline)
    }
  }

  // MARK: Forms

  private static func key(_ projection: ProjectionType, of accountID: AggregateID) -> Item {
    ["AccountId": .string(accountID.text), "ProjectionType": .string(projection.text)]
  }

  private static func attributes(of item: ReadModelItem) throws(ReadModelError) -> Item {
    do {
      return try Item(json: item.attributes)
    } catch {
      throw ReadModelError(.refused, "the item \(item.projection.text) cannot be stored: \(error)")
    }
  }

  private static func sequence(ofKey item: Item) -> SequenceNumber? {
    item["ProjectionType"]?.string.flatMap(ProjectionType.auditSequence(in:))
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
