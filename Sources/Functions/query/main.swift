import AWSCore
import Accounts
import Bootstrap
import DynamoDB
import EventStore
import LambdaRuntime
import Querying
import ReadModel

FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
  let eventTable = try bootstrap.required("EVENT_STORE_TABLE")
  let readModelTable = try bootstrap.required("READ_MODEL_TABLE")
  let journalTable = try bootstrap.required("COMMAND_JOURNAL_TABLE")
  let shards = try bootstrap.integer("EVENT_TYPE_SHARDS", default: 1, in: 1...EventTypeShards.maximum)
  let client = DynamoDBClient(client: try bootstrap.client(for: .dynamoDB, connections: 1))
  let tables = EventStoreTables(
    events: eventTable, journal: journalTable, copies: .readModel(table: readModelTable, noun: Account.noun))
  let store = DynamoDBEventStore(
    client: client, tables: tables,
    shards: EventTypeShards(shards) ?? .single, clock: bootstrap.clock, sleeper: bootstrap.sleeper,
    randomness: bootstrap.randomness)
  return QueryHandler<Account>(
    log: store, index: store, readModel: DynamoDBReadModel(client: client, table: readModelTable, noun: Account.noun),
    clock: bootstrap.clock)
}
