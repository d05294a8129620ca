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
      let tables = try tables(bootstrap)
      return try handler(of: try projector(of: Model.self, tables, bootstrap), tables, bootstrap)
    }
  }

  /// The same, and of a process's domain, where `PROCESSES` switches it on.
  public static func run<Process: DomainProcess>(with process: Process.Type) -> Never {
    FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
      let tables = try tables(bootstrap)
      let first = try projector(of: Model.self, tables, bootstrap)
      guard bootstrap.switchesOn(process) else { return try handler(of: first, tables, bootstrap) }
      let other = try projector(of: Process.self, tables, bootstrap)
      return try handler(of: ProjectorGroup(first, [other]), tables, bootstrap)
    }
  }

  /// A summary and a log's end are read at once.
  private static func tables(_ bootstrap: FunctionBootstrap) throws(ConfigurationError) -> StoreTables {
    try StoreTables(bootstrap, connections: 2)
  }

  private static func projector<Other: Domain>(
    of domain: Other.Type, _ tables: StoreTables, _ bootstrap: FunctionBootstrap
  ) throws(ConfigurationError) -> DomainProjector {
    let stores = DomainStores<Other>(tables, owner: Model.noun)
    let interval = try bootstrap.integer("SNAPSHOT_INTERVAL", default: 100, in: 1...10_000)
    let lag = try bootstrap.integer("LAG_SECONDS", default: 60, in: 0...3_600)
    let projector = Projector<Other>(
      log: try stores.eventStore(), readModel: try stores.readModel(), clock: bootstrap.clock,
      sleeper: bootstrap.sleeper, randomness: bootstrap.randomness,
      settings: ProjectionSettings(snapshotInterval: interval, lagSeconds: lag) ?? .standard)
    return DomainProjector(projector)
  }

  private static func handler(
    of projector: any AggregateProjecting, _ tables: StoreTables, _ bootstrap: FunctionBootstrap
  ) throws(ConfigurationError) -> any LambdaHandler {
    let queues = SQSClient(client: try bootstrap.client(for: .sqs, connections: 0))
    return ProjectionHandler(
      projector: projector,
      deadLetters: DeadLetterQueue(client: queues, queueURL: try bootstrap.required("DEAD_LETTER_QUEUE_URL")),
      index: try DomainStores<Model>(tables).eventStore(),
      progress: try tables.progress(of: Model.noun, under: "rebuildAll"),
      queue: SQSRebuildQueue(client: queues, url: try bootstrap.required("REBUILD_QUEUE_URL")),
      clock: bootstrap.clock, sleeper: bootstrap.sleeper, randomness: bootstrap.randomness)
  }
}
