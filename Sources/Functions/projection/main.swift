import AWSCore
import Accounts
import Bootstrap
import DynamoDB
import EventStore
import LambdaRuntime
import Projecting
import ReadModel
import SQS

FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
  let eventTable = try bootstrap.required("EVENT_STORE_TABLE")
  let readModelTable = try bootstrap.required("READ_MODEL_TABLE")
  let journalTable = try bootstrap.required("COMMAND_JOURNAL_TABLE")
  let interval = try bootstrap.integer("SNAPSHOT_INTERVAL", default: 100, in: 1...10_000)
  let shards = try bootstrap.integer("EVENT_TYPE_SHARDS", default: 1, in: 1...EventTypeShards.maximum)
  let lag = try bootstrap.integer("LAG_SECONDS", default: 60, in: 0...3_600)
  let queueURL = try bootstrap.required("DEAD_LETTER_QUEUE_URL")
  let client = DynamoDBClient(client: try bootstrap.client(for: .dynamoDB, connections: 2))
  let queue = SQSClient(client: try bootstrap.client(for: .sqs, connections: 0))
  let store = DynamoDBEventStore(
    client: client,
    tables: EventStoreTables(
      events: eventTable, journal: journalTable, copies: .readModel(table: readModelTable, noun: Account.noun)),
    shards: EventTypeShards(shards) ?? .single, clock: bootstrap.clock, sleeper: bootstrap.sleeper,
    randomness: bootstrap.randomness)
  let projector = Projector<Account>(
    log: store, readModel: DynamoDBReadModel(client: client, table: readModelTable, noun: Account.noun),
    clock: bootstrap.clock, sleeper: bootstrap.sleeper, randomness: bootstrap.randomness,
    settings: ProjectionSettings(snapshotInterval: interval, lagSeconds: lag) ?? .standard)
  return ProjectionHandler(
    projector: projector, deadLetters: DeadLetterQueue(client: queue, queueURL: queueURL), index: store,
    clock: bootstrap.clock, sleeper: bootstrap.sleeper)
}
