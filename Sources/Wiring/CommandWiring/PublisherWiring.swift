import AWSCore
import Bootstrap
import EventBridge
import EventSourcing
import LambdaRuntime
import Publishing
import SQS
import StoreWiring

/// The publisher, as the environment wires it.
enum PublisherWiring {
  static func handler(
    _ bootstrap: FunctionBootstrap, source: String, eventTypes: [EventType]
  ) throws(ConfigurationError) -> any LambdaHandler {
    let settings = PublisherSettings(
      source: source,
      eventBusName: try bootstrap.required("EVENT_BUS_NAME"),
      eventStoreARN: try bootstrap.required("EVENT_STORE_TABLE_ARN"),
      deadLetterQueueURL: try bootstrap.required("DEAD_LETTER_QUEUE_URL"))
    let bus = EventBridgeClient(client: try bootstrap.client(for: .eventBridge, connections: 1))
    let queue = SQSClient(client: try bootstrap.client(for: .sqs, connections: 0))
    return PublisherHandler(
      store: try StoreTables(bootstrap, connections: 0).log(), eventTypes: eventTypes.map(\.name),
      publisher: EventPublisher(client: bus, settings: settings, clock: bootstrap.clock),
      deadLetters: DeadLetterQueue(client: queue, queueURL: settings.deadLetterQueueURL), clock: bootstrap.clock,
      sleeper: bootstrap.sleeper)
  }
}
