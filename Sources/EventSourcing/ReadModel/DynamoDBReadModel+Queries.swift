import DynamoDB
import Environment
import EventSourcing
import JSON

extension DynamoDBReadModel: ReadModelQueries {
  public func summary(
    of aggregateID: AggregateID, consistent: Bool, deadline: Timestamp?
  ) throws(ReadModelError) -> JSONObject? {
    let read = GetItem(table: table, key: key(.summary, of: aggregateID), consistent: consistent)
    return try Self.translating { () throws(DynamoDBError) in
      try client.perform(read, deadline: deadline).item.map(content)
    }
  }

  public func auditTrail(
    of aggregateID: AggregateID, from: SequenceNumber, through: SequenceNumber, limit: Int, consistent: Bool,
    deadline: Timestamp?
  ) throws(ReadModelError) -> AuditTrailPage {
    guard from <= through, limit > 0 else { return AuditTrailPage(items: [], last: nil, hasMore: false) }
    var query = Query(
      table: table,
      keyCondition: Expression(
        "#id = :id AND #type BETWEEN :from AND :through",
        names: ["#id": partitionKey, "#type": ProjectionType.attribute],
        values: [
          ":id": .string(aggregateID.text), ":from": .string(ProjectionType.auditTrail(from).text(of: noun)),
          ":through": .string(ProjectionType.auditTrail(through).text(of: noun)),
        ]))
    query.limit = limit
    query.consistent = consistent
    let output = try Self.translating { () throws(DynamoDBError) in try client.perform(query, deadline: deadline) }
    let last = output.items.last ?? output.lastEvaluatedKey
    return AuditTrailPage(
      items: output.items.map(content), last: last.flatMap { ProjectionType.auditSequence(of: $0.json) },
      hasMore: output.lastEvaluatedKey != nil)
  }

  public func list(
    _ view: String, of owner: OwnerKey, isRanked: Bool, after: String?, limit: Int, deadline: Timestamp?
  ) throws(ReadModelError) -> ViewPage {
    let prefix = ViewRow.prefix(of: view)
    var query = Query(
      table: table,
      keyCondition: Expression(
        "#id = :owner AND begins_with(#type, :view)",
        names: ["#id": partitionKey, "#type": ProjectionType.attribute],
        values: [":owner": .string(owner.text), ":view": .string(prefix)]))
    query.limit = limit
    query.forward = !isRanked
    query.exclusiveStartKey = after.map { key(of: owner, prefix + $0) }
    let output = try Self.translating { () throws(DynamoDBError) in try client.perform(query, deadline: deadline) }
    return ViewPage(
      rows: output.items.compactMap { item in
        place(in: item, behind: prefix).flatMap { ViewRow(view: view, owner: owner, place: $0, isRanked: isRanked) }
      },
      next: output.lastEvaluatedKey.flatMap { place(in: $0, behind: prefix) })
  }

  public func standing(_ rows: Set<ViewRow>, deadline: Timestamp?) throws(ReadModelError) -> Set<ViewRow> {
    // One by one: what reads items in batches may see a transaction in part.
    let rows = Array(rows)
    let reads = rows.map { GetItem(table: table, key: key(of: $0), consistent: true) }
    var standing: Set<ViewRow> = []
    for (row, result) in zip(rows, client.perform(reads, deadline: deadline)) {
      if try Self.translating(result.get).item != nil { standing.insert(row) }
    }
    return standing
  }

  // MARK: Rows

  /// A row is its key, and nothing else.
  func key(of row: ViewRow) -> Item { key(of: row.owner, row.sortKey) }

  private func key(of owner: OwnerKey, _ sortKey: String) -> Item {
    [partitionKey: .string(owner.text), ProjectionType.attribute: .string(sortKey)]
  }

  /// What stands behind the view's name in a row's sort key.
  private func place(in row: Item, behind prefix: String) -> String? {
    guard let text = row[ProjectionType.attribute]?.string, text.utf8.starts(with: prefix.utf8) else { return nil }
    return String(decoding: text.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
  }
}
