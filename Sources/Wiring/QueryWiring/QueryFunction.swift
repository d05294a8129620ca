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
      QueryHandler(try queries(of: Model.self, try StoreTables(bootstrap, connections: 1), bootstrap))
    }
  }

  /// The same, and of a process's domain, where `PROCESSES` switches it on.
  public static func run<Process: DomainProcess>(with process: Process.Type) -> Never {
    FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
      let tables = try StoreTables(bootstrap, connections: 1)
      let others = bootstrap.switchesOn(process) ? [try queries(of: process, tables, bootstrap)] : []
      return QueryHandler(try queries(of: Model.self, tables, bootstrap), others)
    }
  }

  private static func queries<Other: Domain>(
    of domain: Other.Type, _ tables: StoreTables, _ bootstrap: FunctionBootstrap
  ) throws(ConfigurationError) -> QueryDomain {
    let stores = DomainStores<Other>(tables, owner: Model.noun)
    let store = try stores.eventStore()
    return QueryDomain(domain, log: store, index: store, readModel: try stores.readModel(), clock: bootstrap.clock)
  }
}
