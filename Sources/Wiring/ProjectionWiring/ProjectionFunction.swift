import AWSCore
import Bootstrap
import EventSourcing
import LambdaRuntime
import Projecting
import StoreWiring

/// The program of a domain's projection function.
public enum ProjectionFunction<Model: Domain> {
  /// Serves events until the Runtime API can no longer be reached.
  public static func run() -> Never {
    FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
      let stores = try DomainStores<Model>(bootstrap, connections: 1)
      let interval = try bootstrap.integer("SNAPSHOT_INTERVAL", default: 100, in: 1...10_000)
      let store = try stores.eventStore(copies: false)
      let projector = AccountProjector(
        log: store, readModel: try stores.readModel(), clock: bootstrap.clock, sleeper: bootstrap.sleeper,
        randomness: bootstrap.randomness, settings: ProjectionSettings(snapshotInterval: interval) ?? .standard)
      return ProjectionHandler(projector: projector, index: store, clock: bootstrap.clock, sleeper: bootstrap.sleeper)
    }
  }
}
