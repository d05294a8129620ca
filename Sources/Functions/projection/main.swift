import AWSCore
import Accounts
import Bootstrap
import DynamoDB
import EventStore
import LambdaRuntime
import Projecting
import ReadModel

FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
  let eventTable = try bootstrap.required("EVENT_STORE_TABLE")
  let readModelTable = try bootstrap.required("READ_MODEL_TABLE")
  let journalTable = try bootstrap.required("COMMAND_JOURNAL_TABLE")
  let interval = try bootstrap.integer("SNAPSHOT_INTERVAL", default: 100, in: 1...10_000)
  let shards = try bootstrap.integer("EVENT_TYPE_SHARDS", default: 1, in: 1...EventTypeShards.maximum)
  let client = DynamoDBClient(client: try bootstrap.client(for: .dynamoDB, connections: 1))
  let store = DynamoDBEventStore(
    client: client, tables: EventStoreTables(events: eventTable, journal: journalTable),
    shards: EventTypeShards(shards) ?? .single, clock: bootstrap.clock, sleeper: bootstrap.sleeper,
    randomness: bootstrap.randomness)
  let projector = AccountProjector(
    log: store, readModel: DynamoDBReadModel(client: client, table: readModelTable, noun: Account.noun),
    clock: bootstrap.clock, sleeper: bootstrap.sleeper, randomness: bootstrap.randomness,
    settings: ProjectionSettings(snapshotInterval: interval) ?? .standard)
  return ProjectionHandler(projector: projector, index: store, clock: bootstrap.clock, sleeper: bootstrap.sleeper)
}
