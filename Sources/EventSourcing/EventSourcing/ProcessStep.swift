/// What a process wants done next.
public enum ProcessStep<Command: Sendable>: Sendable {
  /// A command for another aggregate.
  case send(ProcessCommand)
  /// The run's own next event: what came of the commands before it.
  case record(Command)
}

extension ProcessStep: Equatable where Command: Equatable {}
