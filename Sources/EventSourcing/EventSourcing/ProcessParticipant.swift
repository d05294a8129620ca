import Environment
import JSON

/// Carries out what processes send to the aggregates of one domain.
public protocol ProcessParticipant {
  /// The names of the domain's events, by which its commands are known.
  var eventTypes: [String] { get }

  /// Carries out a command under a key made from the event that caused it: once, or not at all for good.
  ///
  /// - Parameter known: the event types of all domains that are served.
  /// - Throws: ``ProcessFailure``; asked again, it tells what came of it.
  func execute(
    _ command: ProcessCommand, after cause: RecordedEvent, known: Set<String>, deadline: Timestamp?
  ) throws(ProcessFailure) -> ProcessOutcome
}

/// The aggregates of a domain as those that a process sends commands to.
public struct DomainParticipant<Model: Domain>: ProcessParticipant {
  private let execution: CommandExecution<Model>

  /// - Parameter execution: with a journal that forgets nothing: a process may be begun again after years.
  public init(execution: CommandExecution<Model>) {
    self.execution = execution
  }

  public var eventTypes: [String] { Model.eventTypes.map(\.name) }

  public func execute(
    _ command: ProcessCommand, after cause: RecordedEvent, known: Set<String>, deadline: Timestamp?
  ) throws(ProcessFailure) -> ProcessOutcome {
    let request = CommandRequest<Model>(
      aggregateID: command.aggregateID,
      entries: [.init(try read(command), key: try IdempotencyKey(after: cause, purpose: command.purpose))],
      expectedSequence: nil, userID: cause.userID, correlationID: cause.correlationID, causationID: cause.eventID,
      settlesRefusals: true,
      content: ["type": .string(command.eventType), "data": .object(command.eventData)])
    do throws(CommandFailure<Model.Rejection>) {
      let result = try execution.execute(request, deadline: deadline)
      guard let event = result.events.last else { throw .store(EventStoreError(.unavailable, "no event was appended")) }
      return .done(eventID: event.eventID, sequence: event.sequence)
    } catch {
      return try outcome(of: error, command, known: known)
    }
  }

  private func read(_ command: ProcessCommand) throws(ProcessFailure) -> Model.Command {
    do {
      return try Model.command(command.eventType, command.eventData, for: command.aggregateID)
    } catch {
      throw .malformed("a process sent \(command.eventType) with eventData.\(error)")
    }
  }

  private func outcome(
    of failure: CommandFailure<Model.Rejection>, _ command: ProcessCommand, known: Set<String>
  ) throws(ProcessFailure) -> ProcessOutcome {
    switch failure {
    case .rejected(let rejection, _): return .refused(rule: rejection.rule)
    case .settled(let refusal): return .refused(rule: refusal.rule)
    case .keyReused(let key): throw .malformed("the key \(key.text.debugDescription) was used for something else")
    case .conflict: throw .contended(command.aggregateID)
    case .store(let error):
      // What a log began with does not change, so this needs no memory.
      if let rule = OtherDomain(error, known: known) { return .refused(rule: rule.rule) }
      throw .store(error)
    }
  }
}

extension IdempotencyKey {
  /// The key of what a process does because of an event.
  ///
  /// - Parameter purpose: tells the commands after one event apart.
  public init(after cause: RecordedEvent, purpose: String) throws(ProcessFailure) {
    do {
      try self.init("\(cause.eventID):\(purpose)", isOfProcess: true)
    } catch {
      throw .malformed("a process's idempotency key \(error)")
    }
  }
}
