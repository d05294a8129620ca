import AWSCore
import Bootstrap
import EventSourcing
import LambdaRuntime
import Querying
import StoreWiring

/// The program of a domain's query function.
public enum QueryFunction<Model: Domain> {
  /// Serves events until the Runtime API can no longer be reached.
  public static func run() -> Never {
    FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
      let stores = try DomainStores<Model>(bootstrap, connections: 1)
      let store = try stores.eventStore()
      return QueryHandler<Model>(log: store, index: store, readModel: try stores.readModel(), clock: bootstrap.clock)
    }
  }
}
