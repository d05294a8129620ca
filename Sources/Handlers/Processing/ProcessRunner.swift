import Environment
import EventSourcing
import JSON

/// Takes one run of a process as far as it goes.
///
/// What has been done is known from the run's own log and from the journal's entries under keys that are made of its
/// events. So it does not matter who began the run before, how far that came, or whether another is at it just now.
public struct ProcessRunner<Process: DomainProcess> {
  /// The most events that one call records.
  static var maximumRounds: Int { 32 }
  /// What must be left of the invocation for another step, in milliseconds.
  static var reserve: Int64 { 2_000 }

  private let store: any EventStore
  private let execution: CommandExecution<Process>
  private let participants: [any ProcessParticipant]
  private let known: Set<String>
  private let clock: any Clock

  /// - Parameters:
  ///   - execution: of the process's own domain, with a journal that forgets nothing.
  ///   - participants: the domains to whose aggregates it sends commands.
  public init(
    store: any EventStore, execution: CommandExecution<Process>, participants: [any ProcessParticipant],
    clock: any Clock
  ) {
    self.store = store
    self.execution = execution
    self.participants = participants
    self.clock = clock
    known = Set(participants.flatMap(\.eventTypes) + Process.eventTypes.map(\.name))
  }

  /// Does what there is to do.
  ///
  /// - Parameter sequence: an event that the run has at least.
  /// - Throws: ``ProcessFailure``.
  public func run(
    _ aggregateID: AggregateID, from sequence: SequenceNumber, deadline: Timestamp?
  ) throws(ProcessFailure) -> ProcessReport {
    var steps = 0
    for _ in 0..<Self.maximumRounds {
      guard let (last, loaded) = try load(aggregateID, deadline: deadline), last.sequence >= sequence else {
        throw .notInStore(sequence)
      }
      guard let command = try outcome(after: last, in: loaded.state, deadline: deadline) else {
        return ProcessReport(recorded: steps, needsOperator: Process.needsOperator(loaded.state))
      }
      if try record(command, after: last, on: loaded, deadline: deadline) { steps += 1 }
    }
    throw .contended(aggregateID)
  }

  private func load(
    _ aggregateID: AggregateID, deadline: Timestamp?
  ) throws(ProcessFailure) -> (last: RecordedEvent, loaded: LoadedAggregate<Process>)? {
    do throws(EventStoreError) {
      let tail = try store.loadTail(of: aggregateID, keys: [], deadline: deadline)
      let loaded = try AggregateLoader<Process>(store: store).load(aggregateID, tail: tail, deadline: deadline)
      return tail.window.last.map { ($0, loaded) }
    } catch {
      throw .store(error)
    }
  }

  /// Has commands carried out until there is something to record.
  ///
  /// - Returns: nil where there is nothing to do.
  private func outcome(
    after last: RecordedEvent, in state: Process.State, deadline: Timestamp?
  ) throws(ProcessFailure) -> Process.Command? {
    let event: Process.Event
    do {
      event = try Process.event(from: last)
    } catch {
      throw .store(.unreadable(last.aggregateID, at: last.sequence, error))
    }
    var outcomes: [ProcessOutcome] = []
    while let step = Process.step(after: event, in: state, of: last.aggregateID, given: outcomes) {
      switch step {
      case .record(let command): return command
      case .send(let command):
        guard hasTime(until: deadline) else { throw .outOfTime }
        outcomes.append(try send(command, after: last, deadline: deadline))
      }
    }
    return nil
  }

  private func send(
    _ command: ProcessCommand, after cause: RecordedEvent, deadline: Timestamp?
  ) throws(ProcessFailure) -> ProcessOutcome {
    guard let participant = participants.first(where: { $0.eventTypes.contains(command.eventType) }) else {
      throw .malformed("no domain that is served here has events of type \(command.eventType)")
    }
    return try participant.execute(command, after: cause, known: known, deadline: deadline)
  }

  /// - Returns: whether this call recorded it; false where the run has gone on since it was loaded.
  private func record(
    _ command: Process.Command, after last: RecordedEvent, on loaded: LoadedAggregate<Process>, deadline: Timestamp?
  ) throws(ProcessFailure) -> Bool {
    let request = CommandRequest<Process>(
      aggregateID: last.aggregateID,
      entries: [.init(command, key: try IdempotencyKey(after: last, purpose: "outcome"))],
      expectedSequence: last.sequence, userID: last.userID, correlationID: last.correlationID,
      causationID: last.eventID, content: ["after": .string(last.eventID)])
    do throws(CommandFailure<Process.Rejection>) {
      return try !execution.execute(request, on: loaded, deadline: deadline).isDuplicate
    } catch {
      switch error {
      case .store(let error): throw .store(error)
      case .keyReused(let key): throw .malformed("the key \(key.text.debugDescription) was used for something else")
      case .conflict, .rejected, .settled: return false
      }
    }
  }

  /// Whether there is time to begin something more.
  public func hasTime(until deadline: Timestamp?) -> Bool {
    guard let deadline else { return true }
    return deadline.milliseconds(since: clock.now()) > Self.reserve
  }
}
