import AWSCore
import Bootstrap
import CommandHandling
import EventBridge
import EventSourcing
import LambdaRuntime
import Publishing
import SQS
import StoreWiring

/// The program of a domain's command function and of its publisher, which Lambda's handler setting `publish` asks for.
public enum CommandFunction<Model: Domain> {
  /// Serves events until the Runtime API can no longer be reached.
  public static func run() -> Never {
    FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
      switch bootstrap.environment["_HANDLER"] {
      case "publish": try publisher(bootstrap)
      default: try commandHandler(bootstrap)
      }
    }
  }

  private static func commandHandler(_ bootstrap: FunctionBootstrap) throws(ConfigurationError) -> any LambdaHandler {
    let stores = try DomainStores<Model>(bootstrap, connections: 3)
    let retention = try bootstrap.integer(
      "COMMAND_JOURNAL_RETENTION_DAYS", default: 30, in: 0...JournalRetention.maximumDays)
    return CommandHandler(
      execution: CommandExecution<Model>(
        store: try stores.eventStore(), clock: bootstrap.clock, sleeper: bootstrap.sleeper,
        randomness: bootstrap.randomness, journalRetention: JournalRetention(days: retention) ?? .standard),
      clock: bootstrap.clock)
  }

  private static func publisher(_ bootstrap: FunctionBootstrap) throws(ConfigurationError) -> any LambdaHandler {
    let settings = PublisherSettings(
      source: Model.source,
      eventBusName: try bootstrap.required("EVENT_BUS_NAME"),
      eventStoreARN: try bootstrap.required("EVENT_STORE_TABLE_ARN"),
      deadLetterQueueURL: try bootstrap.required("DEAD_LETTER_QUEUE_URL"))
    let stores = try DomainStores<Model>(bootstrap, connections: 0)
    let bus = EventBridgeClient(client: try bootstrap.client(for: .eventBridge, connections: 1))
    let queue = SQSClient(client: try bootstrap.client(for: .sqs, connections: 0))
    return PublisherHandler(
      store: try stores.log(), eventTypes: Model.eventTypes.map(\.name),
      publisher: EventPublisher(client: bus, settings: settings, clock: bootstrap.clock),
      deadLetters: DeadLetterQueue(client: queue, queueURL: settings.deadLetterQueueURL), clock: bootstrap.clock,
      sleeper: bootstrap.sleeper)
  }
}
