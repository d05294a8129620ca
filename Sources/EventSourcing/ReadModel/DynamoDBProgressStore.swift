import DynamoDB
import Environment
import EventSourcing
import JSON

/// Progress as items of the read-model table, beside the aggregates' own: an aggregate of the same name has other sort
/// keys.
public final class DynamoDBProgressStore: ProgressStore {
  private static let revision = "Revision"

  private let client: DynamoDBClient
  private let table: String
  private let partitionKey: String
  private let partition: String

  /// - Parameters:
  ///   - table: the read model's name, `READ_MODEL_TABLE`.
  ///   - noun: the domain's, for the table's partition key.
  ///   - partition: what all items stand under.
  public init(client: DynamoDBClient, table: String, noun: Noun, partition: String) {
    self.client = client
    self.table = table
    self.partition = partition
    partitionKey = noun.idAttribute
  }

  public func progress(_ name: String, deadline: Timestamp?) throws(ReadModelError) -> Progress {
    let read = GetItem(table: table, key: key(name), consistent: true)
    let found: Item?
    do {
      found = try client.perform(read, deadline: deadline).item
    } catch {
      throw ReadModelError(error)
    }
    guard let found else { return Progress(name: name) }
    var content = found.json
    content[partitionKey] = nil
    content[ProjectionType.attribute] = nil
    content[Self.revision] = nil
    return Progress(name: name, revision: found[Self.revision]?.int, content: content)
  }

  public func put(_ progress: Progress, deadline: Timestamp?) throws(ReadModelError) -> Progress? {
    let revision = (progress.revision ?? 0) &+ 1
    let item = try item(progress, revision)
    let next = Progress(name: progress.name, revision: revision, content: progress.content)
    do {
      try client.perform(
        PutItem(table: table, item: item, condition: Self.condition(revision: progress.revision)), deadline: deadline)
      return next
    } catch {
      // What stands there may be this very item, put by an attempt whose answer was lost.
      if case .conditionalCheckFailed(let standing) = error.kind { return standing == item ? next : nil }
      throw ReadModelError(error)
    }
  }

  private static func condition(revision: Int?) -> Expression {
    let names = ["#revision": self.revision]
    guard let revision else { return Expression("attribute_not_exists(#revision)", names: names) }
    return Expression("#revision = :revision", names: names, values: [":revision": .number(revision)])
  }

  private func key(_ name: String) -> Item {
    [partitionKey: .string(partition), ProjectionType.attribute: .string(name)]
  }

  private func item(_ progress: Progress, _ revision: Int) throws(ReadModelError) -> Item {
    var attributes: JSONObject = [
      partitionKey: .string(partition), ProjectionType.attribute: .string(progress.name),
      Self.revision: .number(JSONNumber(revision)),
    ]
    for (name, value) in progress.content { attributes[name] = value }
    do {
      return try Item(json: attributes)
    } catch {
      throw ReadModelError(.refused, "the progress \(progress.name) cannot be stored: \(error)")
    }
  }
}
