import Amounts
import EventSourcing
import JSON

/// A transfer of money between two accounts as an aggregate: what was asked for, and how far it has come.
public enum Transfer: Aggregate {
  public static let initial = TransferState()

  /// Raise it with every change of ``evolve(_:_:)`` or of ``TransferState/encoded``: what the process does next is decided
  /// on stored copies of the state.
  public static let foldVersion = 1

  public static func startsLog(_ command: TransferCommand) -> Bool {
    command.type == .transferRequested
  }

  public static func decide(
    _ command: TransferCommand, _ state: TransferState
  ) throws(TransferRejection) -> NewEvent {
    switch command.content {
    case .requested(let requested): try check(requested, of: command.aggregateID, on: state)
    case .debited: try check(command, on: state, follows: [.requested])
    case .completed: try check(command, on: state, follows: [.debited])
    case .failed(let failed):
      // An operator says of a transfer that failed without a refund that there was one, by hand.
      if state.isRefunded != false || !failed.isRefunded {
        try check(command, on: state, follows: [.requested, .debited])
      }
    }
    return NewEvent(
      type: command.type.rawValue, version: command.type.schema.currentVersion, data: command.data)
  }

  public static func evolve(_ state: TransferState, _ event: TransferEvent) -> TransferState {
    var state = state
    switch event.content {
    case .requested(let requested):
      state.status = .requested
      state.from = requested.from
      state.to = requested.to
      state.amount = requested.amount.money
      state.reference = requested.reference
      state.requestedAt = event.recordedAt
    case .debited:
      state.status = .debited
    case .completed:
      state.status = .completed
      state.endedAt = event.recordedAt
    case .failed(let failed):
      state.status = .failed
      state.endedAt = event.recordedAt
      state.failedRule = failed.rule
      state.isRefunded = failed.isRefunded
    }
    return state
  }

  public static func event(from recorded: RecordedEvent) throws(EventDecodingError) -> TransferEvent {
    guard let type = TransferEventType(rawValue: recorded.type) else { throw .unknownType(recorded.type) }
    let data = try type.schema.lift(recorded.data, from: recorded.version)
    do {
      return TransferEvent(try TransferEvent.Content(type, data), recordedAt: recorded.timestamp.rfc3339)
    } catch {
      throw .malformed(field: "EventData.\(error.field)", reason: error.reason)
    }
  }

  public static func encode(_ state: TransferState) -> JSONObject { state.encoded }

  public static func decodeState(from object: JSONObject) -> TransferState? { TransferState(encoded: object) }

  // MARK: Rules

  private static func check(
    _ requested: TransferRequested, of aggregateID: AggregateID, on state: TransferState
  ) throws(TransferRejection) {
    guard state.status == .unknown else { throw .transferAlreadyRequested }
    if let given = requested.transferID, !given.utf8.elementsEqual(aggregateID.text.utf8) {
      throw .transferIDMismatch(given: given)
    }
    guard requested.from != requested.to else { throw .sameAccount }
  }

  private static func check(
    _ command: TransferCommand, on state: TransferState, follows: [TransferStatus]
  ) throws(TransferRejection) {
    if state.status == .unknown { throw .transferNotFound }
    guard command.isOfProcess else { throw .recordedByProcess }
    guard follows.contains(state.status) else { throw .outOfOrder }
  }
}
