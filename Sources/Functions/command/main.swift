import AWSCore
import Accounts
import Bootstrap
import CommandHandling
import DynamoDB
import EventBridge
import EventSourcing
import EventStore
import LambdaRuntime
import Publishing
import ReadModel
import SQS

FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
  switch bootstrap.environment["_HANDLER"] {
  case "publish": try publisher(bootstrap)
  default: try commandHandler(bootstrap)
  }
}

func commandHandler(_ bootstrap: FunctionBootstrap) throws(ConfigurationError) -> any LambdaHandler {
  let tables = EventStoreTables(
    events: try bootstrap.required("EVENT_STORE_TABLE"), journal: try bootstrap.required("COMMAND_JOURNAL_TABLE"),
    copies: .readModel(table: try bootstrap.required("READ_MODEL_TABLE"), noun: Account.noun))
  let retention = try bootstrap.integer(
    "COMMAND_JOURNAL_RETENTION_DAYS", default: 30, in: 0...JournalRetention.maximumDays)
  let store = try eventStore(bootstrap, tables, connections: 3)
  return CommandHandler<Account>(
    execution: CommandExecution<Account>(
      store: store, clock: bootstrap.clock, sleeper: bootstrap.sleeper, randomness: bootstrap.randomness,
      journalRetention: JournalRetention(days: retention) ?? .standard),
    clock: bootstrap.clock)
}

func publisher(_ bootstrap: FunctionBootstrap) throws(ConfigurationError) -> any LambdaHandler {
  let settings = PublisherSettings(
    eventBusName: try bootstrap.required("EVENT_BUS_NAME"),
    eventStoreARN: try bootstrap.required("EVENT_STORE_TABLE_ARN"),
    deadLetterQueueURL: try bootstrap.required("DEAD_LETTER_QUEUE_URL"))
  let store = try eventStore(
    bootstrap, EventStoreTables(events: try bootstrap.required("EVENT_STORE_TABLE")), connections: 0)
  let bus = EventBridgeClient(client: try bootstrap.client(for: .eventBridge, connections: 1))
  let queue = SQSClient(client: try bootstrap.client(for: .sqs, connections: 0))
  return PublisherHandler(
    store: store,
    publisher: EventPublisher(client: bus, settings: settings, clock: bootstrap.clock),
    deadLetters: DeadLetterQueue(client: queue, queueURL: settings.deadLetterQueueURL), clock: bootstrap.clock,
    sleeper: bootstrap.sleeper)
}

func eventStore(
  _ bootstrap: FunctionBootstrap, _ tables: EventStoreTables, connections: Int
) throws(ConfigurationError) -> DynamoDBEventStore {
  let shards = try bootstrap.integer("EVENT_TYPE_SHARDS", default: 1, in: 1...EventTypeShards.maximum)
  return DynamoDBEventStore(
    client: DynamoDBClient(client: try bootstrap.client(for: .dynamoDB, connections: connections)), tables: tables,
    shards: EventTypeShards(shards) ?? .single, clock: bootstrap.clock, sleeper: bootstrap.sleeper,
    randomness: bootstrap.randomness)
}
