import Amounts
import EventSourcing
import JSON

/// Debit, then credit; what could not be credited is paid back.
extension Transfer: DomainProcess {
  public static var drivingTypes: [EventType] {
    [TransferEventType.transferRequested, .transferDebited].map(\.eventType)
  }

  public static func step(
    after event: TransferEvent, in state: TransferState, of aggregateID: AggregateID, given outcomes: [ProcessOutcome]
  ) -> ProcessStep<TransferCommand>? {
    guard let from = state.from, let to = state.to else { return nil }
    switch (event.content, outcomes.first) {
    case (.requested, nil):
      return send(state.amount.negated, to: from, purpose: "debit", state, aggregateID)
    case (.requested, .done(let eventID, let sequence)):
      return .record(.debited(TransferLeg(accountID: from, eventID: eventID, sequence: sequence), of: aggregateID))
    case (.requested, .refused(let rule)):
      return .record(.failed(TransferFailed(rule: rule, isRefunded: true), of: aggregateID))
    case (.debited, nil):
      return send(state.amount, to: to, purpose: "credit", state, aggregateID)
    case (.debited, .done(let eventID, let sequence)):
      return .record(.completed(TransferLeg(accountID: to, eventID: eventID, sequence: sequence), of: aggregateID))
    case (.debited, .refused(let rule)):
      return refund(outcomes.dropFirst().first, after: rule, to: from, state, aggregateID)
    case (.completed, _), (.failed, _): return nil
    }
  }

  public static func needsOperator(_ state: TransferState) -> Bool { state.isRefunded == false }

  private static func refund(
    _ outcome: ProcessOutcome?, after rule: String, to account: AggregateID, _ state: TransferState,
    _ aggregateID: AggregateID
  ) -> ProcessStep<TransferCommand>? {
    switch outcome {
    case nil: send(state.amount, to: account, purpose: "refund", state, aggregateID)
    case .done: .record(.failed(TransferFailed(rule: rule, isRefunded: true), of: aggregateID))
    case .refused: .record(.failed(TransferFailed(rule: rule, isRefunded: false), of: aggregateID))
    }
  }

  private static func send(
    _ amount: Money?, to account: AggregateID, purpose: String, _ state: TransferState, _ aggregateID: AggregateID
  ) -> ProcessStep<TransferCommand>? {
    guard let amount else { return nil }
    var data: JSONObject = [
      "amount": amount.json, "type": .string(amount < .zero ? "debit" : "credit"), "purpose": .string(purpose),
      "transferId": .string(aggregateID.text),
    ]
    if let reference = state.reference { data["reference"] = .string(reference) }
    return .send(
      ProcessCommand(to: account, eventType: "TransactionProcessed", eventData: data, purpose: purpose))
  }
}
