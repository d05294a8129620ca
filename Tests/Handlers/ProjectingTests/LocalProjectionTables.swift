import AWSCore
import Accounts
import DynamoDB
import Environment
import EventSourcing
import EventStore
import JSON
import Projecting
import ReadModel
import TestSupport

/// An event store's and a read model's table in the local AWS, for one test alone.
struct LocalProjectionTables: Sendable {
  let events: String
  let readModel: String

  /// Makes tables, runs the test with them, and removes them whatever happens.
  static func with(_ body: (LocalProjectionTables) throws -> Void) throws {
    let tables = LocalProjectionTables(
      events: LocalAWS.uniqueName("event-store"), readModel: LocalAWS.uniqueName("read-model"))
    let client = try LocalAWS.client(.dynamoDB)
    let definitions = [
      definition(tables.events, "AggregateId", "EventSequence", "N"),
      definition(tables.readModel, "AccountId", "ProjectionType", "S"),
    ]
    for definition in definitions { _ = try client.call("CreateTable", definition, deadline: nil) }
    defer {
      for name in [tables.events, tables.readModel] {
        _ = try? client.call("DeleteTable", ["TableName": .string(name)], deadline: nil)
      }
    }
    try body(tables)
  }

  func store(_ log: [RecordedEvent]) throws {
    let client = DynamoDBClient(client: try LocalAWS.client(.dynamoDB))
    let items = try log.map { BatchWriteItem.Write.put(try Item(json: $0.detail)) }
    try client.writeAll(items, table: events, deadline: nil)
  }

  /// A projector with a connection of its own.
  func projector(randomSeed: UInt64, settings: ProjectionSettings) throws -> Projector<Account> {
    let client = DynamoDBClient(client: try LocalAWS.client(.dynamoDB))
    let random = SeededRandomness(seed: randomSeed)
    let log = DynamoDBEventStore(
      client: client,
      tables: EventStoreTables(events: events, copies: .readModel(table: readModel, noun: Account.noun)),
      shards: .single, clock: SystemClock(),
      sleeper: SystemSleeper(), randomness: random)
    return Projector(
      log: log, readModel: DynamoDBReadModel(client: client, table: readModel, noun: Account.noun),
      clock: SystemClock(), sleeper: SystemSleeper(), randomness: random, settings: settings)
  }

  /// All items of an account, by sort key.
  func items(of accountID: AggregateID) throws -> [String: JSONObject] {
    let client = DynamoDBClient(client: try LocalAWS.client(.dynamoDB))
    let condition = Expression("AccountId = :account", values: [":account": .string(accountID.text)])
    let found = try client.perform(Query(table: readModel, keyCondition: condition), deadline: nil)
    var items: [String: JSONObject] = [:]
    for item in found.items { items[item["ProjectionType"]?.string ?? ""] = item.json }
    return items
  }

  private static func definition(_ name: String, _ hash: String, _ range: String, _ type: String) -> JSONValue {
    [
      "TableName": .string(name), "BillingMode": "PAY_PER_REQUEST",
      "KeySchema": [
        ["AttributeName": .string(hash), "KeyType": "HASH"], ["AttributeName": .string(range), "KeyType": "RANGE"],
      ],
      "AttributeDefinitions": [
        ["AttributeName": .string(hash), "AttributeType": "S"],
        ["AttributeName": .string(range), "AttributeType": .string(type)],
      ],
    ]
  }
}
