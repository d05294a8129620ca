import Accounts
import Environment
import EventSourcing
import TestSupport

/// Sends one command, each time by a new process, until it has an answer or cannot ask again.
final class AppendCaller: @unchecked Sendable {
  private static let maximumTries = 8

  let command: AppendCommand
  /// When it began.
  private(set) var began: Timestamp?
  /// The answer that says it was carried out.
  private(set) var answer: CommandResult?
  /// The answer that says it was not: a rule's name, or `ConcurrencyConflict`.
  private(set) var refusal: String?
  /// The events that a try named which did not know what had become of them.
  private(set) var doubtful: [[String]] = []
  /// Whether a process died, of whose try nothing was heard.
  private(set) var hasLostProcess = false
  /// What must never be answered.
  private(set) var violations: [String] = []

  init(_ command: AppendCommand) {
    self.command = command
  }

  var isAnswered: Bool { answer != nil || refusal != nil }

  func run(_ schedule: AppendSchedule, _ thread: SteppedThread) {
    began = schedule.world.clock.now()
    do {
      let request = try command.request(for: schedule.world.aggregateID)
      for _ in 0..<Self.maximumTries {
        let transport = SteppedTransport(schedule, thread)
        let execution = schedule.world.execution(on: transport)
        let outcome = Result { () throws(CommandFailure<AccountRejection>) in
          try execution.execute(request, deadline: nil)
        }
        if transport.isDead { hasLostProcess = true } else { hear(outcome) }
        if isAnswered || (!command.isKeyed && isInDoubt) { return }
      }
      violations.append("\(command.name) has no answer after \(Self.maximumTries) tries")
    } catch {
      violations.append("\(command.name): \(error)")
    }
  }

  /// Whether a try may have been carried out without an answer.
  var isInDoubt: Bool { hasLostProcess || !doubtful.isEmpty }

  private func hear(_ outcome: Result<CommandResult, CommandFailure<AccountRejection>>) {
    switch outcome {
    case .success(let result): answer = result
    case .failure(.rejected(let rejection, _)): refusal = rejection.rule
    case .failure(.settled(let settled)): refusal = settled.rule
    case .failure(.conflict): refusal = "ConcurrencyConflict"
    case .failure(.store(let error)) where error.name == "OutcomeUnknown": doubtful.append(Self.eventIDs(in: error))
    case .failure(.store(let error)) where error.name == "EventStoreUnavailable": break
    case .failure(let failure): violations.append("\(command.name): \(failure)")
    }
  }

  private static func eventIDs(in error: EventStoreError) -> [String] {
    let list = error.message.split(separator: ": event ").dropFirst().last ?? ""
    return list.split(separator: ", ").map(String.init)
  }
}
