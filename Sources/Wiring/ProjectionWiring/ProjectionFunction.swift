import AWSCore
import Bootstrap
import EventSourcing
import LambdaRuntime
import Projecting
import SQS
import StoreWiring

/// The program of a domain's projection function.
public enum ProjectionFunction<Model: Domain> {
  /// Serves events until the Runtime API can no longer be reached.
  public static func run() -> Never {
    FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
      // A summary and a log's end are read at once.
      let stores = try DomainStores<Model>(bootstrap, connections: 2)
      let interval = try bootstrap.integer("SNAPSHOT_INTERVAL", default: 100, in: 1...10_000)
      let lag = try bootstrap.integer("LAG_SECONDS", default: 60, in: 0...3_600)
      let queues = SQSClient(client: try bootstrap.client(for: .sqs, connections: 0))
      let deadLetters = DeadLetterQueue(client: queues, queueURL: try bootstrap.required("DEAD_LETTER_QUEUE_URL"))
      let store = try stores.eventStore()
      let projector = Projector<Model>(
        log: store, readModel: try stores.readModel(), clock: bootstrap.clock, sleeper: bootstrap.sleeper,
        randomness: bootstrap.randomness,
        settings: ProjectionSettings(snapshotInterval: interval, lagSeconds: lag) ?? .standard)
      return ProjectionHandler(
        projector: projector, deadLetters: deadLetters, index: store,
        progress: try stores.progress(under: "rebuildAll"),
        queue: SQSRebuildQueue(client: queues, url: try bootstrap.required("REBUILD_QUEUE_URL")),
        clock: bootstrap.clock, sleeper: bootstrap.sleeper, randomness: bootstrap.randomness)
    }
  }
}
