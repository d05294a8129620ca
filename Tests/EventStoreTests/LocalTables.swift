import AWSCore
import Accounts
import DynamoDB
import Environment
import EventSourcing
import EventStore
import HTTPTransport
import JSON
import TestSupport

/// The three tables of a deployment, in the local AWS, for one test alone.
struct LocalTables: Sendable {
  let names: EventStoreTables

  private init(_ names: EventStoreTables) {
    self.names = names
  }

  /// Makes tables, runs the test with them, and removes them whatever happens.
  static func with<Value>(_ body: (LocalTables) throws -> Value) throws -> Value {
    let suffix = LocalAWS.uniqueName("test")
    let copies = EventStoreTables.Copies(
      table: "read-model-\(suffix)", partitionKey: "AccountId", sortKey: "ProjectionType", latest: "AccountSummary",
      snapshotPrefix: "Snapshot#")
    let tables = LocalTables(
      EventStoreTables(events: "event-store-\(suffix)", journal: "command-journal-\(suffix)", copies: copies))
    let connection = try LocalAWS.client(.dynamoDB)
    for definition in tables.definitions { _ = try connection.call("CreateTable", definition, deadline: nil) }
    defer {
      for definition in tables.definitions {
        let name = definition["TableName"] ?? .null
        _ = try? connection.call("DeleteTable", .object(["TableName": name]), deadline: nil)
      }
    }
    return try body(tables)
  }

  /// A store on these tables with a connection of its own. For one thread, as everything it is made of.
  func store(
    transport: (any Transport)? = nil, clock: any Clock = SystemClock(), sleeper: any Sleeper = SystemSleeper(),
    shards: EventTypeShards = .single, endpoint: String? = nil
  ) throws -> DynamoDBEventStore {
    DynamoDBEventStore(
      client: DynamoDBClient(client: try connection(transport: transport, sleeper: sleeper, endpoint: endpoint)),
      tables: names, shards: shards, clock: clock, sleeper: sleeper, randomness: SystemRandomness())
  }

  /// Commands for accounts on such a store.
  func execution(
    transport: (any Transport)? = nil, sleeper: any Sleeper = SystemSleeper(), endpoint: String? = nil
  ) throws -> CommandExecution<Account> {
    CommandExecution(
      store: try store(transport: transport, sleeper: sleeper, endpoint: endpoint), clock: SystemClock(),
      sleeper: sleeper, randomness: SystemRandomness(), journalRetention: .standard)
  }

  /// - Parameter endpoint: another one than the local AWS's, such as a proxy's before it.
  func connection(
    transport: (any Transport)? = nil, sleeper: any Sleeper = SystemSleeper(), endpoint: String? = nil
  ) throws -> AWSClient {
    var configuration = try AWSClientConfiguration(service: .dynamoDB, environment: LocalAWS.environment)
    if let endpoint {
      let environment = EnvironmentVariables(["AWS_ENDPOINT_URL": endpoint])
      configuration.endpoint = try Endpoint(
        service: .dynamoDB, region: configuration.region, environment: environment)
    }
    // Many writers keep the local AWS busy; a proxy leaves answers hanging that it has cut.
    configuration.attemptTimeoutMilliseconds = endpoint == nil ? 30_000 : 8_000
    configuration.connectTimeoutMilliseconds = 8_000
    return AWSClient(
      configuration: configuration, transport: try transport ?? CurlTransport(options: CurlOptions()),
      clock: SystemClock(), sleeper: sleeper, randomness: SystemRandomness())
  }

  /// Puts an item of the read model.
  func put(copy: JSONObject, of aggregateID: AggregateID, at sortKey: String) throws {
    guard let copies = names.copies else { return }
    var item = try Item(json: copy)
    item[copies.partitionKey] = .string(aggregateID.text)
    item[copies.sortKey] = .string(sortKey)
    let client = DynamoDBClient(client: try connection())
    try client.perform(PutItem(table: copies.table, item: item), deadline: nil)
  }

  private var definitions: [JSONValue] {
    var events = Self.definition(names.events, "AggregateId", "EventSequence", "N")
    events["AttributeDefinitions"] = .array(
      (events["AttributeDefinitions"]?.array ?? []) + [
        Self.attribute("EventType", "S"), Self.attribute("Timestamp", "S"),
      ])
    events["GlobalSecondaryIndexes"] = [
      [
        "IndexName": .string(EventItem.indexName), "KeySchema": Self.keys("EventType", "Timestamp"),
        "Projection": ["ProjectionType": "ALL"],
      ]
    ]
    var definitions = [events]
    if let journal = names.journal { definitions.append(Self.definition(journal, "AggregateId", "CommandId", "S")) }
    if let copies = names.copies {
      definitions.append(Self.definition(copies.table, copies.partitionKey, copies.sortKey, "S"))
    }
    return definitions.map { .object($0) }
  }

  private static func definition(_ name: String, _ hash: String, _ range: String, _ type: JSONValue) -> JSONObject {
    [
      "TableName": .string(name), "BillingMode": "PAY_PER_REQUEST", "KeySchema": keys(hash, range),
      "AttributeDefinitions": [attribute(hash, "S"), attribute(range, type)],
    ]
  }

  private static func keys(_ hash: String, _ range: String) -> JSONValue {
    [
      ["AttributeName": .string(hash), "KeyType": "HASH"], ["AttributeName": .string(range), "KeyType": "RANGE"],
    ]
  }

  private static func attribute(_ name: String, _ type: JSONValue) -> JSONValue {
    ["AttributeName": .string(name), "AttributeType": type]
  }
}
