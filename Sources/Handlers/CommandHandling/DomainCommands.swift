import Environment
import EventSourcing
import Invocation
import JSON
import LambdaRuntime

/// The commands of one domain, as a handler that serves several sees them.
///
/// The closure is made where the domain is known, so it is compiled for it, and with it what it calls. The table of a
/// protocol would lead to generic code, which asks for its types while it runs: 17,000 of the 1,658,000 instructions of a
/// keyed command.
public struct DomainCommands {
  /// The names of the domain's events, by which its commands are known.
  let eventTypes: [String]
  /// Reads a command and carries it out, given the event types of all domains that are served. Throws `FunctionError`
  /// where the store failed; a caller's own mistake is an answer.
  let answer: (JSONObject, [String], InvocationContext) throws(FunctionError) -> Answer

  public init<Model: Domain>(execution: CommandExecution<Model>, clock: any Clock) {
    let service = CommandService(execution: execution, clock: clock)
    // With a key path here the compiler would leave all of it generic.
    eventTypes = Model.eventTypes.map { $0.name }
    answer = { (object, known, context) throws(FunctionError) in try service.answer(object, known: known, context) }
  }
}
