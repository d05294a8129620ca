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
  private let capacity: Int?

  private init(_ names: EventStoreTables, capacity: Int?) {
    self.names = names
    self.capacity = capacity
  }

  /// Makes tables, runs the test with them, and removes them whatever happens.
  ///
  /// - Parameter capacity: units a second that each table and index is given; nil for as many as are asked for.
  static func with<Value>(capacity: Int? = nil, _ body: (LocalTables) throws -> Value) throws -> Value {
    let suffix = LocalAWS.uniqueName("test")
    let copies = EventStoreTables.Copies(
      table: "read-model-\(suffix)", partitionKey: "AccountId", sortKey: "ProjectionType", latest: "AccountSummary",
      snapshotPrefix: "Snapshot#")
    let tables = LocalTables(
      EventStoreTables(events: "event-store-\(suffix)", journal: "command-journal-\(suffix)", copies: copies),
      capacity: capacity)
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

  /// - Parameters:
  ///   - endpoint: another one than the local AWS's, such as a proxy's before it.
  ///   - attempts: how often a call is tried at the most; nil for as often as the client does by itself.
  func connection(
    transport: (any Transport)? = nil, sleeper: any Sleeper = SystemSleeper(), endpoint: String? = nil,
    attempts: Int? = nil
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
    if let attempts { configuration.retryPolicy.maxAttempts = attempts }
    return AWSClient(
      configuration: configuration, transport: try transport ?? ConnectionTransport(),
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
    var events = definition(names.events, "AggregateId", "EventSequence", "N")
    events["AttributeDefinitions"] = .array(
      (events["AttributeDefinitions"]?.array ?? []) + [
        Self.attribute("EventType", "S"), Self.attribute("Timestamp", "S"),
      ])
    var index: JSONObject = [
      "IndexName": .string(EventItem.indexName), "KeySchema": Self.keys("EventType", "Timestamp"),
      "Projection": ["ProjectionType": "ALL"],
    ]
    index["ProvisionedThroughput"] = throughput
    events["GlobalSecondaryIndexes"] = [.object(index)]
    var definitions = [events]
    if let journal = names.journal { definitions.append(definition(journal, "AggregateId", "CommandId", "S")) }
    if let copies = names.copies {
      definitions.append(definition(copies.table, copies.partitionKey, copies.sortKey, "S"))
    }
    return definitions.map { .object($0) }
  }

  private func definition(_ name: String, _ hash: String, _ range: String, _ type: JSONValue) -> JSONObject {
    var definition: JSONObject = [
      "TableName": .string(name), "BillingMode": capacity == nil ? "PAY_PER_REQUEST" : "PROVISIONED",
      "KeySchema": Self.keys(hash, range),
      "AttributeDefinitions": [Self.attribute(hash, "S"), Self.attribute(range, type)],
    ]
    definition["ProvisionedThroughput"] = throughput
    return definition
  }

  private var throughput: JSONValue? {
    capacity.map {
      let units = JSONValue.number(JSONNumber($0))
      return ["ReadCapacityUnits": units, "WriteCapacityUnits": units]
    }
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
