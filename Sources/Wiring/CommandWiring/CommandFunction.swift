import AWSCore
import Bootstrap
import CommandHandling
import EventSourcing
import LambdaRuntime
import StoreWiring

/// The program of a domain's command function, and of the two that Lambda's handler setting asks for: `publish`, its
/// publisher, and `process`, what runs its process.
public enum CommandFunction<Model: Domain> {
  /// Serves events until the Runtime API can no longer be reached.
  public static func run() -> Never {
    FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
      switch bootstrap.environment["_HANDLER"] {
      case "publish": try PublisherWiring.handler(bootstrap, source: Model.source, eventTypes: Model.eventTypes)
      default:
        CommandHandler(try commands(of: Model.self, try StoreTables(bootstrap, connections: 3), bootstrap))
      }
    }
  }

  /// The same, and a process over the domain's aggregates, where `PROCESSES` switches it on.
  public static func run<Process: DomainProcess>(with process: Process.Type) -> Never {
    FunctionBootstrap.run { (bootstrap) throws(ConfigurationError) -> any LambdaHandler in
      let isOn = bootstrap.switchesOn(process)
      switch bootstrap.environment["_HANDLER"] {
      case "publish":
        return try PublisherWiring.handler(
          bootstrap, source: Model.source, eventTypes: Model.eventTypes + (isOn ? Process.eventTypes : []))
      case "process": return try ProcessWiring<Process, Model>.handler(bootstrap)
      default:
        let tables = try StoreTables(bootstrap, connections: 3)
        let others = isOn ? [try commands(of: Process.self, tables, bootstrap)] : []
        return CommandHandler(try commands(of: Model.self, tables, bootstrap), others)
      }
    }
  }

  private static func commands<Other: Domain>(
    of domain: Other.Type, _ tables: StoreTables, _ bootstrap: FunctionBootstrap
  ) throws(ConfigurationError) -> DomainCommands {
    let retention = try bootstrap.integer(
      "COMMAND_JOURNAL_RETENTION_DAYS", default: 30, in: 0...JournalRetention.maximumDays)
    return DomainCommands(
      execution: CommandExecution<Other>(
        store: try DomainStores<Other>(tables, owner: Model.noun).eventStore(), clock: bootstrap.clock,
        sleeper: bootstrap.sleeper, randomness: bootstrap.randomness,
        journalRetention: JournalRetention(days: retention) ?? .standard),
      clock: bootstrap.clock)
  }
}
