import AWSCore
import Bootstrap
import EventSourcing
import LambdaRuntime
import Processing
import SQS
import StoreWiring

/// What runs a process, as the environment wires it.
enum ProcessWiring<Process: DomainProcess, Participant: Domain> {
  static func handler(_ bootstrap: FunctionBootstrap) throws(ConfigurationError) -> any LambdaHandler {
    let tables = try StoreTables(bootstrap, connections: 3)
    let store = try DomainStores<Process>(tables, owner: Participant.noun).eventStore()
    let queue = SQSClient(client: try bootstrap.client(for: .sqs, connections: 0))
    let runner = ProcessRunner<Process>(
      store: store, execution: execution(on: store, bootstrap),
      participants: [
        DomainParticipant<Participant>(
          execution: execution(on: try DomainStores<Participant>(tables).eventStore(), bootstrap))
      ], clock: bootstrap.clock)
    return ProcessHandler(
      runner: runner,
      deadLetters: DeadLetterQueue(client: queue, queueURL: try bootstrap.required("DEAD_LETTER_QUEUE_URL")),
      lagSeconds: try bootstrap.integer("LAG_SECONDS", default: 60, in: 0...3_600), clock: bootstrap.clock)
  }

  /// A run may be begun again after years, and each of its steps is done once.
  private static func execution<Model: Domain>(
    on store: any EventStore, _ bootstrap: FunctionBootstrap
  ) -> CommandExecution<Model> {
    CommandExecution(
      store: store, clock: bootstrap.clock, sleeper: bootstrap.sleeper, randomness: bootstrap.randomness,
      journalRetention: .forever)
  }
}
